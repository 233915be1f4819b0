/** Places by what callers call them, and how far apart they are. */
@NullMarked
package protophone.stores.places;

import org.jspecify.annotations.NullMarked;
