/** The company's stores, as the data file tells of them. */
@NullMarked
package protophone.stores.chain;

import org.jspecify.annotations.NullMarked;
