package io.countersign.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the operating system's signals. Java has them only in {@code sun.misc}, which the compiler warns of however it is used; so it is
 * reached by reflection, and where it is missing the signals keep their usual effect.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** From now on a signal, such as {@code HUP}, does this and nothing else. */
    static void on(String name, Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var proxy =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, handling(action));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            LOG.debug("the signal {} keeps its usual effect", name, e);
        }
    }

    private static InvocationHandler handling(Runnable action) {
        return new InvocationHandler() {
            @Override
            @SuppressWarnings("ReferenceEquality") // a handler is equal to itself alone
            public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
                if (method.getName().equals("handle")) {
                    action.run();
                    return null;
                }
                return switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(action);
                    case "equals" -> proxy == arguments[0];
                    default -> "Signals";
                };
            }
        };
    }
}
