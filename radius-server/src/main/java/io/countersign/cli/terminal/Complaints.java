package io.countersign.cli.terminal;

import io.countersign.policy.InvalidDocument;
import io.countersign.policy.document.EditRefused;
import io.countersign.radius.administration.Faults;
import io.countersign.radius.administration.WrongInput;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells what went wrong while a command ran: one line each on standard error, never a stack trace, and the exit code that fits. */
public final class Complaints implements IExecutionExceptionHandler {
    /** For one command line. */
    public Complaints() {}

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult result) {
        return switch (e) {
            case CommandRefused refused -> {
                tell(line.getErr(), refused.messages());
                yield refused.exitCode();
            }
            case WrongInput wrong -> {
                tell(line.getErr(), List.of(String.valueOf(wrong.getMessage())));
                yield ExitCode.INVALID;
            }
            case EditRefused refused -> {
                tell(line.getErr(), List.of(String.valueOf(refused.getMessage())));
                yield ExitCode.INVALID;
            }
            case InvalidDocument invalid -> {
                tell(
                        line.getErr(),
                        invalid.problems().stream().map(Object::toString).toList());
                yield ExitCode.INVALID;
            }
            default -> {
                tell(line.getErr(), List.of(Faults.message(e)));
                yield ExitCode.COULD_NOT;
            }
        };
    }

    /** Each message on a line of its own. */
    public static void tell(PrintWriter err, List<String> messages) {
        messages.forEach(message -> err.println("countersign: " + message));
    }
}
