package fr.bleu.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fr.bleu.identity.DirectoryException.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantsTest {

    @Test
    void aTenantIsBornWholeAndThereIsOneHome() {
        try (World world = new World()) {
            Tenants tenants = world.identity.tenants();
            assertEquals("Home", tenants.home().orElseThrow().displayName());
            TenantCreation other = world.tenant("Other", false);
            assertEquals(other.tenant(), tenants.get(other.tenant()).orElseThrow().id());
            List<Tenant> all = tenants.list(Optional.empty(), 10);
            assertEquals(2, all.size());
            assertEquals(List.of(all.get(1)), tenants.list(Optional.of(all.getFirst().id()), 10));
            assertEquals(
                    other.appId(),
                    world.identity
                            .directory()
                            .servicePrincipal(other.tenant(), other.servicePrincipalId())
                            .orElseThrow()
                            .appId());

            Kind secondHome =
                    assertThrows(DirectoryException.class, () -> world.tenant("Home 2", true))
                            .kind();
            assertEquals(Kind.EXISTS, secondHome);
            assertEquals(2, tenants.list(Optional.empty(), 10).size(), "nothing half made");
        }
    }

    @Test
    void aTenantCannotBeMadeTwiceNorWithAWeakKey() {
        try (World world = new World()) {
            TenantCreation again = world.home;
            assertEquals(
                    Kind.EXISTS,
                    assertThrows(
                                    DirectoryException.class,
                                    () ->
                                            world.identity
                                                    .tenants()
                                                    .create(world.operatorsPermit(again), again))
                            .kind());
            TenantCreation weak =
                    TenantCreation.fresh(
                            "Weak",
                            false,
                            World.certificate(World.pair("RSA", 1024)),
                            world.random);
            assertEquals(
                    Kind.INVALID,
                    assertThrows(
                                    DirectoryException.class,
                                    () ->
                                            world.identity
                                                    .tenants()
                                                    .create(world.operatorsPermit(weak), weak))
                            .kind());
            assertTrue(world.identity.tenants().get(weak.tenant()).isEmpty());
        }
    }
}
