package fr.bleu.extents;

import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What S3's failures mean here. */
final class S3Failures {

    /**
     * Below 500, and yet the same request may succeed: cut or altered on its way, or met another
     * one ("Error responses" of the Amazon S3 API reference).
     */
    private static final Set<String> PASSING =
            Set.of(
                    "BadDigest",
                    "ConditionalRequestConflict",
                    "IncompleteBody",
                    "OperationAborted",
                    "RequestTimeout",
                    "SlowDown",
                    "TooManyRequests",
                    "XAmzContentSHA256Mismatch");

    /** No room: a quota of Ceph's or of another server's. */
    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull");

    private S3Failures() {}

    /** Whether another attempt may succeed. */
    static boolean mayPass(SdkException failure) {
        return switch (failure) {
            case AbortedException _ -> false;
            case SdkServiceException answered when isFull(answered) -> false;
            case SdkServiceException answered ->
                    answered.statusCode() >= 500
                            || answered.statusCode() == 429
                            || isNoAnswerOfS3s(answered)
                            || PASSING.contains(code(answered));
            // The connection, or a time limit.
            default -> true;
        };
    }

    /** The failure as callers know it. Its message tells the server's code, no name of a user's. */
    static IOException typed(String what, SdkException failure) {
        return switch (failure) {
            case SdkServiceException answered when isFull(answered) ->
                    new DiskFullException("S3 has no space left", failure);
            case SdkServiceException answered ->
                    new ExtentsUnavailableException(
                            what + ": S3 answered " + answered.statusCode() + " " + code(answered),
                            failure);
            default ->
                    new ExtentsUnavailableException(
                            what + ": S3 does not answer: " + failure.getMessage(), failure);
        };
    }

    /** Whether the server says that there is no such thing. */
    static boolean isMissing(SdkException failure) {
        return failure instanceof SdkServiceException answered
                && answered.statusCode() == 404
                && !code(answered).equals("NoSuchBucket");
    }

    /** Whether the server says that the condition does not hold. */
    static boolean isRefusedByCondition(SdkException failure) {
        return failure instanceof SdkServiceException answered && answered.statusCode() == 412;
    }

    /** Whether the object ends before the range that was asked for. */
    static boolean isBeyondTheEnd(SdkException failure) {
        return failure instanceof SdkServiceException answered && answered.statusCode() == 416;
    }

    /** A server's HTTP parser met half a request: S3 itself gives a code with every error. */
    private static boolean isNoAnswerOfS3s(SdkServiceException answered) {
        return answered.statusCode() == 400 && code(answered).isEmpty();
    }

    private static boolean isFull(SdkServiceException answered) {
        return answered.statusCode() == 507 || FULL.contains(code(answered));
    }

    private static String code(SdkServiceException answered) {
        boolean said =
                answered instanceof AwsServiceException aws
                        && aws.awsErrorDetails() != null
                        && aws.awsErrorDetails().errorCode() != null;
        return said ? ((AwsServiceException) answered).awsErrorDetails().errorCode() : "";
    }
}
