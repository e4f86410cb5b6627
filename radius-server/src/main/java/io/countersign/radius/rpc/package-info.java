/**
 * Remote procedure calls as domain controllers take them: DCE/RPC over TCP (C706, MS-RPCE). The arguments of a call go in as octets, its
 * results come out as octets; whatever the other side sends is read within bounds, and until a deadline. It must not know what the calls are for.
 */
@NullMarked
package io.countersign.radius.rpc;

import org.jspecify.annotations.NullMarked;
