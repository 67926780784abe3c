package fr.bleu.vault.api;

import fr.bleu.http.Answer;
import fr.bleu.http.Failure;
import fr.bleu.http.Json;
import fr.bleu.vault.VaultFailure;
import tools.jackson.databind.node.ObjectNode;

/**
 * Key Vault's errors: {@code {"error": {"code", "message", "innererror": {"code"}}}}.
 *
 * @see <a href="https://learn.microsoft.com/azure/key-vault/general/rest-error-codes">Error
 *     codes</a>
 */
final class VaultErrors {

    private VaultErrors() {}

    /** What a vault refuses. */
    static Answer refused(VaultFailure refused) {
        String message = refused.getMessage();
        return switch (refused.kind()) {
            case NOT_FOUND -> answer(new Failure(404, "SecretNotFound", message));
            case DELETED_BUT_RECOVERABLE ->
                    answer(new Failure(409, "Conflict", message), "ObjectIsDeletedButRecoverable");
            case DISABLED -> answer(new Failure(403, "Forbidden", message), "SecretDisabled");
            case PURGE_PROTECTED -> answer(new Failure(403, "Forbidden", message));
            case LIMIT -> answer(bad(message));
        };
    }

    /** 400: the request is not as it must be. */
    static Failure bad(String message) {
        return new Failure(400, "BadParameter", message);
    }

    static Answer answer(Failure failure) {
        return answer(failure, "");
    }

    /**
     * @param inner the inner error's code; empty for none
     */
    static Answer answer(Failure failure, String inner) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        error.put("code", failure.code());
        error.put("message", failure.getMessage());
        if (!inner.isEmpty()) {
            error.putObject("innererror").put("code", inner);
        }
        Answer answer = Json.answer(failure.status(), body);
        return new Answer(answer.status(), answer.headers().with(failure.headers()), answer.body());
    }
}
