package fr.bleu.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;

/**
 * Format 1 of role assignment records: {@code 1 ‖ id ‖ principal ‖ role ‖ createdOnMillis ‖ path ‖
 * item ‖ principalType ‖ createdBy}, texts as {@link DataOutputStream#writeUTF} writes them.
 */
final class RoleAssignmentFormat {

    private static final byte FORMAT = 1;

    private RoleAssignmentFormat() {}

    static byte[] write(RoleAssignment assignment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            id(out, assignment.id());
            id(out, assignment.principal());
            id(out, assignment.role());
            out.writeLong(assignment.createdOn().toEpochMilli());
            out.writeUTF(assignment.scope().path());
            out.writeUTF(assignment.scope().item());
            out.writeUTF(assignment.principalType());
            out.writeUTF(assignment.createdBy());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static RoleAssignment read(byte[] value) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            if (in.readByte() != FORMAT) {
                throw new IllegalStateException("unknown format of a role assignment");
            }
            UUID id = id(in);
            UUID principal = id(in);
            UUID role = id(in);
            Instant createdOn = Instant.ofEpochMilli(in.readLong());
            Scope scope = new Scope(in.readUTF(), in.readUTF());
            return new RoleAssignment(
                    id, scope, principal, in.readUTF(), role, createdOn, in.readUTF());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void id(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    private static UUID id(DataInputStream in) throws IOException {
        return new UUID(in.readLong(), in.readLong());
    }
}
