package io.countersign.radius.audit;

import java.io.IOException;
import java.util.List;

/**
 * Where an {@link AuditQueue} puts what happened. For its one thread.
 *
 * @param <E> what it tells of
 */
interface AuditSink<E> extends AutoCloseable {
    /** Looks after itself; called before each batch and every round, also when nothing is to be written. */
    default void tend() throws IOException {}

    /**
     * The text of a batch; a mistake in one event throws whatever it likes.
     *
     * @param lost how many events there was no room for since the last text that was written
     */
    byte[] text(List<E> batch, long lost);

    /** Puts a text where it belongs, all or nothing as far as it can. After a failure the same text comes again. */
    void write(byte[] text) throws IOException;

    /** The text of this batch is where it belongs. */
    default void written(List<E> batch) {}

    @Override
    default void close() throws IOException {}
}
