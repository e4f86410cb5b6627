/** The documents, read as a test wants them. */
@NullMarked
package io.countersign.documents;

import org.jspecify.annotations.NullMarked;
