package io.countersign.radius.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnersFilesTest {
    private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);

    @Test
    void makesFilesAndFoldersOfWindowsWithOneEntryForTheirOwner() throws IOException {
        try (var windows = withViews(Configuration.windows(), "basic", "owner", "acl")) {
            var folder = windows.getPath("C:\\countersign\\data");
            OwnersFiles.createFolders(folder);
            OwnersFiles.create(folder.resolve("store.key"), KEY);
            try (var audit = OwnersFiles.open(folder.resolve("audit.jsonl"), StandardOpenOption.APPEND)) {
                audit.write(ByteBuffer.wrap(KEY));
            }

            assertOwnersAlone(folder);
            assertOwnersAlone(folder.getParent());
            assertThat(accessList(folder).getFirst().flags())
                    .as("what the database makes beside itself is guarded by its folder")
                    .contains(AclEntryFlag.FILE_INHERIT);
            assertOwnersAlone(folder.resolve("store.key"));
            assertOwnersAlone(folder.resolve("audit.jsonl"));
            assertThat(Files.readAllBytes(folder.resolve("store.key"))).isEqualTo(KEY);
            assertThat(OwnersFiles.warning(folder)).isEmpty();
        }
    }

    @Test
    void takesFromOthersWhatIsThereAlreadyOnWindows() throws IOException {
        try (var windows = withViews(Configuration.windows(), "basic", "owner", "acl")) {
            var socket = Files.createFile(windows.getPath("C:\\control.sock"));
            view(socket)
                    .setAcl(List.of(AclEntry.newBuilder()
                            .setType(AclEntryType.ALLOW)
                            .setPrincipal(
                                    windows.getUserPrincipalLookupService().lookupPrincipalByName("Everyone"))
                            .setPermissions(AclEntryPermission.READ_DATA)
                            .build()));

            OwnersFiles.restrict(socket);

            assertOwnersAlone(socket);
        }
    }

    @Test
    void findsWhatAnAccessListOfWindowsGrantsOthers() throws IOException {
        try (var windows = withViews(Configuration.windows(), "basic", "owner", "acl")) {
            var key = Files.createFile(windows.getPath("C:\\store.key"));
            grant(key, "NT AUTHORITY\\SYSTEM", AclEntryPermission.READ_DATA);
            assertThat(OwnersFiles.usableByOthers(key)).isEmpty();
            grant(key, "VORDEFINIERT\\Administratoren", AclEntryPermission.WRITE_DATA);
            assertThat(OwnersFiles.usableByOthers(key)).isEmpty();

            grant(key, "BUILTIN\\Users", AclEntryPermission.READ_DATA);
            assertThat(OwnersFiles.usableByOthers(key))
                    .hasValueSatisfying(
                            fault -> assertThat(fault)
                                    .startsWith(
                                            "C:\\store.key: BUILTIN\\Users can use it. Do: icacls \"C:\\store.key\" /inheritance:r"));
            assertThat(OwnersFiles.changeableByOthers(key))
                    .as("to read is not to change")
                    .isEmpty();

            var plugins = Files.createDirectory(windows.getPath("C:\\plugins"));
            grant(plugins, "Everyone", AclEntryPermission.WRITE_ACL);
            assertThat(OwnersFiles.changeableByOthers(plugins))
                    .hasValueSatisfying(fault -> assertThat(fault).contains("Everyone can change it", ":(OI)(CI)F"));
        }
    }

    private static void grant(Path path, String name, AclEntryPermission permission) throws IOException {
        view(path)
                .setAcl(List.of(AclEntry.newBuilder()
                        .setType(AclEntryType.ALLOW)
                        .setPrincipal(path.getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(name))
                        .setPermissions(permission)
                        .build()));
    }

    @Test
    void worksAndWarnsWhereNothingKeepsOthersAway() throws IOException {
        try (var bare = withViews(Configuration.windows(), "basic")) {
            var folder = bare.getPath("C:\\data");
            OwnersFiles.createFolders(folder);
            OwnersFiles.create(folder.resolve("store.key"), KEY);
            OwnersFiles.restrict(folder.resolve("store.key"));
            OwnersFiles.open(folder.resolve("store.key"), StandardOpenOption.WRITE)
                    .close();

            assertThat(OwnersFiles.openToOthers(folder.resolve("store.key"))).isEmpty();
            assertThat(OwnersFiles.warning(folder))
                    .hasValueSatisfying(text -> assertThat(text).contains("neither modes nor access lists"));
        }
    }

    @Test
    void replacesNothing() throws IOException {
        try (var windows = withViews(Configuration.windows(), "basic", "owner", "acl")) {
            var file = windows.getPath("C:\\store.key");
            OwnersFiles.create(file, KEY);
            assertThatThrownBy(() -> OwnersFiles.create(file, new byte[0]))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThat(Files.readAllBytes(file)).isEqualTo(KEY);
        }
    }

    private static FileSystem withViews(Configuration configuration, String first, String... more) {
        return Jimfs.newFileSystem(
                configuration.toBuilder().setAttributeViews(first, more).build());
    }

    private static void assertOwnersAlone(Path path) throws IOException {
        assertThat(accessList(path)).hasSize(1).allSatisfy(entry -> {
            assertThat(entry.type()).isEqualTo(AclEntryType.ALLOW);
            assertThat(entry.principal()).isEqualTo(Files.getOwner(path));
            assertThat(entry.permissions()).contains(AclEntryPermission.READ_DATA, AclEntryPermission.WRITE_DATA);
        });
    }

    private static List<AclEntry> accessList(Path path) throws IOException {
        return view(path).getAcl();
    }

    private static AclFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, AclFileAttributeView.class);
    }
}
