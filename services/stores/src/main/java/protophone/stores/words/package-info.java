/** Words: how they are compared, listed, and said of a failure. */
@NullMarked
package protophone.stores.words;

import org.jspecify.annotations.NullMarked;
