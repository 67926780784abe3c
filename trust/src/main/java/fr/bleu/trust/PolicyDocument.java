package fr.bleu.trust;

import java.util.List;

/** What the operator signs. */
record PolicyDocument(int version, List<Place> places) {
    PolicyDocument {
        places = List.copyOf(places);
    }
}
