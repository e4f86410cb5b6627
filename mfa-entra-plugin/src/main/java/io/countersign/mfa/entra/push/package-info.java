/**
 * The push service as Microsoft's own clients use it: the wire format, what its codes mean, one exchange. Prompts; decides nothing.
 */
@NullMarked
package io.countersign.mfa.entra.push;

import org.jspecify.annotations.NullMarked;
