package io.countersign.radius.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.app.Lifecycle.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final Lifecycle lifecycle = new Lifecycle();
    private final List<String> closed = new ArrayList<>();

    @Test
    void closesInReverseOrderWhateverFails() {
        lifecycle.with(part("store"));
        lifecycle.with(() -> {
            throw new IllegalStateException("broken");
        });
        lifecycle.with(part("socket"));

        lifecycle.close();

        assertThat(closed).containsExactly("socket", "store");
        assertThat(lifecycle.state()).isEqualTo(State.STOPPED);
    }

    @Test
    void closesOnceAndAlsoBeforeItRuns() {
        lifecycle.with(part("store"));
        lifecycle.close();
        lifecycle.close();
        lifecycle.running();

        assertThat(closed).containsExactly("store");
        assertThat(lifecycle.state()).isEqualTo(State.STOPPED);
    }

    @Test
    void saysHowFarItHasCome() {
        var seen = new ArrayList<State>();
        seen.add(lifecycle.state());
        lifecycle.with(() -> seen.add(lifecycle.state()));
        lifecycle.running();
        seen.add(lifecycle.state());
        lifecycle.close();

        assertThat(seen).containsExactly(State.STARTING, State.RUNNING, State.STOPPING);
    }

    @Test
    void closesWhatIsOpenedTooLate() {
        lifecycle.close();
        assertThatThrownBy(() -> lifecycle.with(part("late"))).isInstanceOf(IllegalStateException.class);
        assertThat(closed).containsExactly("late");
    }

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }
}
