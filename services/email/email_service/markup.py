"""HTML as text, the way its reader sees it."""

from inscriptis import get_text  # type: ignore[import-untyped]  # it ships no types
from inscriptis.css_profiles import CSS_PROFILES  # type: ignore[import-untyped]
from inscriptis.html_properties import Display  # type: ignore[import-untyped]
from inscriptis.model.config import ParserConfig  # type: ignore[import-untyped]
from inscriptis.model.html_element import HtmlElement  # type: ignore[import-untyped]
from inscriptis.model.tag import (  # type: ignore[import-untyped]
    CustomHtmlTagHandlerMapping,
)

CELL = HtmlElement(suffix=" ")
BLOCK = HtmlElement(display=Display.block)
STYLES = CSS_PROFILES["strict"] | {
    "td": CELL,
    "th": CELL,
    **dict.fromkeys(("tr", "ul", "ol", "li"), BLOCK),
}

# Columns and bullets are for the eye; padding a table to its widest cell would also
# let a small email become a huge text.
UNDRAWN = dict.fromkeys(("table", "tr", "td", "th", "ul", "ol", "li"))


def hide(style: str, element: HtmlElement) -> None:
    """Keep what is not displayed out of the text; all other style is for the eye."""
    if "display:none" in style.lower().replace(" ", ""):
        element.display = Display.none


def reader() -> ParserConfig:
    """Return how HTML is read: its words, no layout, no addresses of links."""
    config = ParserConfig(
        css=STYLES,
        custom_html_tag_handler_mapping=CustomHtmlTagHandlerMapping(UNDRAWN, UNDRAWN),
    )
    config.attribute_handler.attribute_mapping = {"style": hide}
    return config


def to_text(html: str) -> str:
    """Return the words of the HTML; none if it cannot be read as HTML."""
    try:
        return str(get_text(html, reader()))
    except (ValueError, RecursionError):
        return ""
