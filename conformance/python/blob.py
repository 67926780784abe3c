"""Debian's azure-storage-blob against an account of a running cloud.

Reads BLEU_TEST_ENDPOINT, BLEU_TEST_ACCOUNT, BLEU_TEST_KEY and what `bleu env` prints; requests takes the CA from
REQUESTS_CA_BUNDLE. Prints the name of each claim that holds and ends with the first that does not.
"""

import os
import sys
from datetime import datetime, timedelta, timezone

from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError
from azure.identity import CertificateCredential
from azure.storage.blob import (
    AccountSasPermissions,
    BlobBlock,
    BlobPrefix,
    BlobSasPermissions,
    BlobServiceClient,
    BlobType,
    ContentSettings,
    CorsRule,
    ResourceTypes,
    RetentionPolicy,
    StandardBlobTier,
    generate_account_sas,
    generate_blob_sas,
)

ENV = os.environ
ENDPOINT, ACCOUNT, KEY = (ENV["BLEU_TEST_" + name] for name in ("ENDPOINT", "ACCOUNT", "KEY"))
MIB = 1 << 20


def service(credential, **options):
    return BlobServiceClient(ENDPOINT, credential=credential, **options)


def refused(code, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except HttpResponseError as e:
        assert e.error_code == code, f"{e.error_code} instead of {code}"
        return
    raise AssertionError(f"not refused with {code}")


def soon():
    return datetime.now(timezone.utc) + timedelta(hours=1)


def containers(owner):
    """Create, properties, metadata, access policies, list and delete."""
    made = owner.create_container("python-short", metadata={"one": "1"})
    refused("ContainerAlreadyExists", made.create_container)
    assert made.get_container_properties().metadata == {"one": "1"}
    made.set_container_metadata({"two": "2"})
    assert made.get_container_access_policy()["signed_identifiers"] == []
    listed = list(owner.list_containers(name_starts_with="python-sh", include_metadata=True))
    assert [(c.name, c.metadata) for c in listed] == [("python-short", {"two": "2"})]
    lease = made.acquire_lease(lease_duration=15)
    refused("LeaseIdMissing", made.delete_container)
    made.delete_container(lease=lease)
    assert not made.exists()


def small_and_large(container):
    """One request, blocks in parallel, ranges, and a stream of unknown length."""
    blob = container.get_blob_client("dossier/é ü +%2F.txt")
    settings = ContentSettings(content_type="text/plain", cache_control="no-cache", content_language="fr")
    blob.upload_blob("bonjour", content_settings=settings, metadata={"un": "1"})
    refused("BlobAlreadyExists", blob.upload_blob, "encore")
    seen = blob.download_blob()
    assert seen.readall() == b"bonjour"
    assert (seen.properties.content_settings.content_type, seen.properties.metadata) == ("text/plain", {"un": "1"})

    content = os.urandom(9 * MIB + 17)
    large = container.get_blob_client("large")
    large.upload_blob(content, max_concurrency=4)
    assert len(large.get_block_list()[0]) == 10
    assert large.download_blob(max_concurrency=4).readall() == content
    assert large.download_blob(offset=MIB - 3, length=2 * MIB, validate_content=True).readall() == content[MIB - 3 : 3 * MIB - 3]
    assert b"".join(large.download_blob().chunks()) == content
    refused("InvalidRange", large.download_blob, offset=len(content))

    container.upload_blob("stream", iter([b"a" * MIB] * 3), overwrite=True)
    assert container.get_blob_client("stream").get_blob_properties().size == 3 * MIB
    empty = container.upload_blob("empty", b"")
    assert empty.download_blob().readall() == b""


def blocks(container):
    """Staged blocks are a blob once their list is committed."""
    blob = container.get_blob_client("blocks")
    for name in ("one", "two", "six"):
        blob.stage_block(name, name.encode(), validate_content=True)
    assert [len(part) for part in blob.get_block_list("all")] == [0, 3]
    refused("BlobNotFound", blob.download_blob)
    blob.commit_block_list([BlobBlock("two"), BlobBlock("one")], tags={"of": "blocks"}, standard_blob_tier=StandardBlobTier.COOL)
    assert blob.download_blob().readall() == b"twoone"
    assert blob.get_blob_properties().blob_tier == "Cool"
    refused("InvalidBlockList", blob.commit_block_list, [BlobBlock("six")])


def conditions(container):
    """ETags protect from lost updates."""
    blob = container.upload_blob("conditions", b"1")
    first = blob.get_blob_properties().etag
    changed = dict(etag=first, match_condition=MatchConditions.IfNotModified)
    blob.upload_blob(b"2", overwrite=True, **changed)
    refused("ConditionNotMet", blob.upload_blob, b"3", overwrite=True, **changed)
    assert blob.download_blob().readall() == b"2"
    blob.set_blob_metadata({"a": "b"})
    blob.set_http_headers(ContentSettings(content_type="text/x"))
    seen = blob.get_blob_properties()
    assert (seen.metadata, seen.content_settings.content_type) == ({"a": "b"}, "text/x")


def lists(container):
    """A delimiter, pages, and names that XML and paths dislike."""
    for name in ("l/a/1", "l/a/2", "l/b<&>\"'", "l/c é\u20ac", "l/d//e", "l/ f ", "l/%41"):
        container.upload_blob(name, name, metadata={"m": "1"})
    walked = list(container.walk_blobs("l/", delimiter="/"))
    assert [i.name for i in walked if isinstance(i, BlobPrefix)] == ["l/a/", "l/d/"]
    assert [i.name for i in walked if not isinstance(i, BlobPrefix)] == ["l/ f ", "l/%41", "l/b<&>\"'", "l/c é\u20ac"]
    pages = [[b.name for b in page] for page in container.list_blobs("l/", results_per_page=3).by_page()]
    assert [len(page) for page in pages] == [3, 3, 1]
    for name in sum(pages, []):
        assert container.download_blob(name).readall().decode() == name
    assert all(b.metadata == {"m": "1"} for b in container.list_blobs("l/", include=["metadata"]))
    assert list(container.list_blob_names(name_starts_with="l/a/")) == ["l/a/1", "l/a/2"]


def snapshots(container):
    blob = container.upload_blob("snapshots", b"old")
    snapshot = blob.create_snapshot(metadata={"s": "1"})
    blob.upload_blob(b"new", overwrite=True)
    past = container.get_blob_client("snapshots", snapshot=snapshot["snapshot"])
    assert past.download_blob().readall() == b"old"
    listed = list(container.list_blobs("snapshots", include=["snapshots"]))
    assert [b.snapshot for b in listed] == [snapshot["snapshot"], None]
    refused("SnapshotsPresent", blob.delete_blob)
    blob.start_copy_from_url(past.url)
    assert blob.download_blob().readall() == b"old"
    blob.delete_blob(delete_snapshots="include")
    assert not past.exists()


def leases(container):
    blob = container.upload_blob("leased", b"1")
    lease = blob.acquire_lease(lease_duration=15)
    refused("LeaseIdMissing", blob.upload_blob, b"2", overwrite=True)
    blob.upload_blob(b"2", overwrite=True, lease=lease)
    refused("LeaseAlreadyPresent", blob.acquire_lease)
    lease.renew()
    lease.change("00000000-0000-4000-8000-000000000001")
    assert lease.break_lease(lease_break_period=0) == 0
    assert blob.get_blob_properties().lease.state == "broken"
    again = blob.acquire_lease()
    assert blob.get_blob_properties().lease.duration == "infinite"
    again.release()
    blob.delete_blob()


def tags(owner, container):
    blob = container.upload_blob("tagged", b"1", tags={"project": "clients", "stage": "a b"})
    assert blob.get_blob_properties().tag_count == 2
    blob.set_blob_tags({"project": "clients", "stage": "done+1"})
    assert blob.get_blob_tags() == {"project": "clients", "stage": "done+1"}
    query = "project = 'clients' and stage = 'done+1'"
    assert [b.name for b in owner.find_blobs_by_tags(query)] == ["tagged"]
    assert [b.name for b in container.find_blobs_by_tags(query)] == ["tagged"]
    refused("ConditionNotMet", blob.download_blob, if_tags_match_condition="stage = 'other'")
    assert [b.tags["stage"] for b in container.list_blobs("tagged", include=["tags"])] == ["done+1"]


def append_blobs(container):
    blob = container.get_blob_client("log")
    blob.create_append_blob(metadata={"kind": "log"})
    for line in (b"one\n", b"two\n"):
        blob.append_block(line, validate_content=True)
    refused("AppendPositionConditionNotMet", blob.append_block, b"x", appendpos_condition=3)
    blob.upload_blob(b"three\n", blob_type=BlobType.AppendBlob)
    assert blob.download_blob().readall() == b"one\ntwo\nthree\n"
    source = container.upload_blob("log-source", b"four\n")
    sas = signature(source, BlobSasPermissions(read=True))
    blob.append_block_from_url(f"{source.url}?{sas}")
    assert blob.get_blob_properties().append_blob_committed_block_count == 4
    blob.seal_append_blob()
    refused("BlobIsSealed", blob.append_block, b"no")


def page_blobs(container):
    blob = container.get_blob_client("disk")
    blob.create_page_blob(4096, sequence_number=7)
    blob.upload_page(b"a" * 1024, offset=512, length=1024)
    before = blob.create_snapshot()["snapshot"]
    blob.clear_page(offset=512, length=512)
    blob.upload_page(b"b" * 512, offset=3072, length=512, if_sequence_number_lte=7)
    assert [(r["start"], r["end"]) for r in blob.get_page_ranges()[0]] == [(1024, 1535), (3072, 3583)]
    changed, cleared = blob.get_page_ranges(previous_snapshot_diff=before)
    assert [(r["start"], r["end"]) for r in changed] == [(3072, 3583)]
    assert [(r["start"], r["end"]) for r in cleared] == [(512, 1023)]
    assert [(r.start, r.end, r.cleared) for r in blob.list_page_ranges(results_per_page=1)] == [
        (1024, 1535, False),
        (3072, 3583, False),
    ]
    blob.set_sequence_number("increment")
    blob.resize_blob(2048)
    assert blob.download_blob().readall() == bytes(1024) + b"a" * 512 + bytes(512)
    refused("SequenceNumberConditionNotMet", blob.upload_page, b"c" * 512, offset=0, length=512, if_sequence_number_lt=8)
    container.upload_blob("image", b"d" * 512 * 9, blob_type=BlobType.PageBlob)
    assert container.download_blob("image").readall() == b"d" * 512 * 9
    image = container.get_blob_client("image")
    source = f"{image.url}?{signature(image, BlobSasPermissions(read=True))}"
    blob.upload_pages_from_url(source, offset=1024, length=1024, source_offset=512)
    assert blob.download_blob(offset=1024).readall() == b"d" * 1024
    blob.delete_blob(delete_snapshots="include")


def copies(container):
    source = container.upload_blob("copied", os.urandom(2 * MIB), metadata={"c": "1"})
    target = container.get_blob_client("copy")
    assert target.start_copy_from_url(source.url)["copy_status"] == "success"
    assert target.get_blob_properties().copy.status == "success"
    assert target.download_blob().readall() == source.download_blob().readall()
    readable = f"{source.url}?{signature(source, BlobSasPermissions(read=True))}"
    other = container.get_blob_client("copy-put")
    other.upload_blob_from_url(readable, overwrite=True)
    assert other.get_blob_properties().metadata == {"c": "1"}
    other.start_copy_from_url(readable, requires_sync=True)
    parts = container.get_blob_client("copy-parts")
    parts.stage_block_from_url("a", readable, source_offset=0, source_length=MIB)
    parts.stage_block_from_url("b", readable, source_offset=MIB, source_length=MIB)
    parts.commit_block_list([BlobBlock("b"), BlobBlock("a")])
    content = source.download_blob().readall()
    assert parts.download_blob().readall() == content[MIB:] + content[:MIB]
    refused("NoPendingCopyOperation", target.abort_copy, target.get_blob_properties().copy.id)


def tiers(container):
    blob = container.upload_blob("tiered", b"1")
    blob.set_standard_blob_tier(StandardBlobTier.ARCHIVE)
    refused("BlobArchived", blob.download_blob)
    blob.set_standard_blob_tier(StandardBlobTier.HOT, rehydrate_priority="High")
    assert blob.get_blob_properties().archive_status == "rehydrate-pending-to-hot"
    names = [container.upload_blob(f"tier/{i}", b"1").blob_name for i in range(3)]
    container.set_standard_blob_tier_blobs(StandardBlobTier.COOL, *names)
    assert {b.blob_tier for b in container.list_blobs("tier/")} == {"Cool"}


def batches(container):
    names = [container.upload_blob(f"batch/é {i}", b"1").blob_name for i in range(20)]
    answers = container.delete_blobs(*names, "batch/missing", raise_on_any_failure=False)
    assert [a.status_code for a in answers] == [202] * 20 + [404]
    assert list(container.list_blobs("batch/")) == []


def signature(blob, permission, **by):
    by = by or {"account_key": KEY}
    return generate_blob_sas(ACCOUNT, blob.container_name, blob.blob_name, permission=permission, expiry=soon(), **by)


def signatures(owner, container):
    """Account, service and user delegation SAS."""
    sas = generate_account_sas(
        ACCOUNT, KEY, ResourceTypes(service=True, container=True, object=True), AccountSasPermissions(read=True, list=True), soon()
    )
    reader = service(sas).get_container_client(container.container_name)
    assert [b.name for b in reader.list_blobs("large")] == ["large"]
    refused("AuthorizationPermissionMismatch", reader.upload_blob, "no", b"")
    writer = service(signature(container.get_blob_client("by-sas"), BlobSasPermissions(create=True, write=True)))
    mine = writer.get_blob_client(container.container_name, "by-sas")
    mine.upload_blob(b"1")
    refused("AuthorizationPermissionMismatch", mine.download_blob)
    assert container.download_blob("by-sas").readall() == b"1"

    administrator = service(
        CertificateCredential(
            ENV["AZURE_TENANT_ID"],
            ENV["AZURE_CLIENT_ID"],
            ENV["AZURE_CLIENT_CERTIFICATE_PATH"],
            authority=ENV["AZURE_AUTHORITY_HOST"],
            instance_discovery=False,
        )
    )
    key = administrator.get_user_delegation_key(datetime.now(timezone.utc) - timedelta(minutes=5), soon())
    blob = container.get_blob_client("by-sas")
    delegated = service(signature(blob, BlobSasPermissions(read=True), user_delegation_key=key))
    assert delegated.get_blob_client(container.container_name, "by-sas").download_blob().readall() == b"1"


def services(owner, container):
    """Properties of the service, information on the account, soft delete."""
    assert owner.get_account_information()["account_kind"] == "StorageV2"
    rule = CorsRule(["https://example.org"], ["GET"], allowed_headers=["x-ms-*"], exposed_headers=["etag"], max_age_in_seconds=5)
    owner.set_service_properties(delete_retention_policy=RetentionPolicy(True, 2), cors=[rule])
    try:
        seen = owner.get_service_properties()
        assert (seen["delete_retention_policy"].days, seen["cors"][0].max_age_in_seconds) == (2, 5)
        blob = container.upload_blob("undeleted", b"1")
        blob.delete_blob()
        assert [b.deleted for b in container.list_blobs("undeleted", include=["deleted"])] == [True]
        blob.undelete_blob()
        assert blob.download_blob().readall() == b"1"
    finally:
        owner.set_service_properties(delete_retention_policy=RetentionPolicy(False), cors=[])
    assert not owner.get_service_properties()["delete_retention_policy"].enabled
    assert owner.get_service_properties()["analytics_logging"].read is False


def main():
    # Small limits, so that a few MiB already go in blocks and ranges.
    owner = service(KEY, max_single_put_size=MIB, max_block_size=MIB, max_single_get_size=2 * MIB, max_chunk_get_size=MIB)
    container = owner.create_container("python-sdk")
    claims = [small_and_large, blocks, conditions, lists, snapshots, leases, append_blobs, page_blobs, copies, tiers, batches]
    containers(owner)
    print("containers")
    for claim in claims:
        claim(container)
        print(claim.__name__)
    for claim in (tags, signatures, services):
        claim(owner, container)
        print(claim.__name__)
    container.delete_container()


if __name__ == "__main__":
    main()
    sys.exit(0)
