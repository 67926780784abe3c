package fr.bleu.trust;

import fr.bleu.ledger.MalformedException;
import fr.bleu.ledger.Note;
import fr.bleu.ledger.SignerKey;
import fr.bleu.ledger.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the operator signs: a note (c2sp.org/signed-note) whose text is one line of JSON with the
 * policy's format, its version and its rules.
 *
 * @param publicData whether tenants may open data to everybody: a rule that is there or not
 */
record PolicyDocument(int version, List<Place> places, boolean publicData) {

    private static final String FORMAT = "bleu-sovereignty-policy-1";
    private static final JsonMapper JSON = new JsonMapper();

    PolicyDocument {
        places = List.copyOf(places);
    }

    /** The first version of a policy. */
    static PolicyDocument of(List<Place> places, boolean publicData) {
        return new PolicyDocument(1, places, publicData);
    }

    String sign(SignerKey key) {
        return Note.sign(text(), key);
    }

    /**
     * Reads a signed policy.
     *
     * @throws TrustRefusedException when the key has not signed exactly this
     */
    static PolicyDocument open(String signed, VerifierKey key) {
        try {
            Note note = Note.parse(signed);
            if (note.verify(key) != Note.Verdict.VALID) {
                throw new TrustRefusedException(
                        "the sovereignty policy in the store is not what the operator signed");
            }
            return read(JSON.readTree(note.text()));
        } catch (MalformedException | JacksonException e) {
            throw new TrustRefusedException("the sovereignty policy in the store is malformed");
        }
    }

    private String text() {
        ObjectNode policy = JSON.createObjectNode();
        policy.put("format", FORMAT);
        policy.put("version", version);
        ArrayNode rules = policy.putArray("rules");
        ObjectNode rule = rules.addObject();
        rule.put("id", SovereigntyPolicy.RULE_PLACE);
        ArrayNode allowed = rule.putArray("places");
        for (Place place : places) {
            allowed.addObject()
                    .put("region", place.region())
                    .put("country", place.country())
                    .put("entity", place.entity());
        }
        if (publicData) {
            rules.addObject().put("id", SovereigntyPolicy.RULE_PUBLIC);
        }
        return policy.toString() + "\n";
    }

    private static PolicyDocument read(JsonNode policy) {
        if (!policy.path("format").asString("").equals(FORMAT)) {
            throw new TrustRefusedException("the sovereignty policy has an unknown format");
        }
        List<Place> places = new ArrayList<>();
        for (JsonNode place : policy.path("rules").path(0).path("places")) {
            places.add(
                    new Place(
                            place.get("region").asString(),
                            place.get("country").asString(),
                            place.get("entity").asString()));
        }
        return new PolicyDocument(policy.get("version").asInt(), places, allowsPublic(policy));
    }

    private static boolean allowsPublic(JsonNode policy) {
        for (JsonNode rule : policy.path("rules")) {
            if (rule.path("id").asString("").equals(SovereigntyPolicy.RULE_PUBLIC)) {
                return true;
            }
        }
        return false;
    }
}
