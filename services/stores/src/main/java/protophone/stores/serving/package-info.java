/** The gRPC server: the tools, what they answer, and how it stops. */
@NullMarked
package protophone.stores.serving;

import org.jspecify.annotations.NullMarked;
