/** The program: its settings, its start, and its health check. */
@NullMarked
package protophone.stores;

import org.jspecify.annotations.NullMarked;
