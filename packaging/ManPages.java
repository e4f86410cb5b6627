import java.nio.file.Path;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes a page of the manual for each command, as AsciiDoc, into a folder. */
void main(String[] arguments) throws ReflectiveOperationException, java.io.IOException {
    var top = Class.forName("io.countersign.cli.Countersign").getDeclaredConstructors()[0];
    top.setAccessible(true);
    var all = Class.forName("io.countersign.cli.Commands").getDeclaredMethod("all", top.getDeclaringClass());
    all.setAccessible(true);
    var command = (CommandLine) all.invoke(null, top.newInstance((Object) null));
    int code = ManPageGenerator.generateManPage(
            Path.of(arguments[0]).toFile(), null, new boolean[0], false, command.getCommandSpec());
    System.exit(code);
}
