/** The name by which health and reflection know the tools. */
export const NAME = "tools.calendar.v1.CalendarService";
