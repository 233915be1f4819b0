/** When a store is open, and the days that callers ask about. */
@NullMarked
package protophone.stores.hours;

import org.jspecify.annotations.NullMarked;
