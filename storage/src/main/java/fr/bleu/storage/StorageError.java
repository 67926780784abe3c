package fr.bleu.storage;

import fr.bleu.http.Failure;

/**
 * The catalogue of refusals, with the codes and statuses of Azure's "Common REST API error codes"
 * and "Blob service error codes".
 */
public enum StorageError {
    ACCOUNT_NOT_FOUND(404, "ResourceNotFound", "The specified resource does not exist."),
    APPEND_POSITION_CONDITION_NOT_MET(
            412,
            "AppendPositionConditionNotMet",
            "The append position condition specified was not met."),
    AUTHENTICATION_FAILED(
            403,
            "AuthenticationFailed",
            "Server failed to authenticate the request. Make sure the value of Authorization header"
                    + " is formed correctly including the signature."),
    AUTHORIZATION_PERMISSION_MISMATCH(
            403,
            "AuthorizationPermissionMismatch",
            "This request is not authorized to perform this operation using this permission."),
    AUTHORIZATION_PROTOCOL_MISMATCH(
            403,
            "AuthorizationProtocolMismatch",
            "This request is not authorized to perform this operation using this protocol."),
    AUTHORIZATION_SOURCE_IP_MISMATCH(
            403,
            "AuthorizationSourceIPMismatch",
            "This request is not authorized to perform this operation using this source IP."),
    BLOB_ALREADY_EXISTS(409, "BlobAlreadyExists", "The specified blob already exists."),
    BLOB_IS_SEALED(
            409,
            "BlobIsSealed",
            "The specified blob is sealed and its contents can't be modified unless the blob is"
                    + " re-created after a delete."),
    BLOB_NOT_FOUND(404, "BlobNotFound", "The specified blob does not exist."),
    BLOB_OVERWRITTEN(
            409,
            "BlobOverwritten",
            "The blob has been recreated since the previous snapshot was taken."),
    BLOCK_COUNT_EXCEEDS_LIMIT(
            409,
            "BlockCountExceedsLimit",
            "The uncommitted block count cannot exceed the maximum limit of 100,000 blocks."),
    BLOCK_LIST_TOO_LONG(
            400, "BlockListTooLong", "The block list may not contain more than 50,000 blocks."),
    COMMITTED_BLOCK_COUNT_EXCEEDS_LIMIT(
            409,
            "BlockCountExceedsLimit",
            "The committed block count cannot exceed the maximum limit of 50,000 blocks."),
    CONDITION_HEADERS_NOT_SUPPORTED(
            400, "ConditionHeadersNotSupported", "Condition headers are not supported."),
    CONDITION_NOT_MET(
            412,
            "ConditionNotMet",
            "The condition specified using HTTP conditional header(s) is not met."),
    CONTAINER_ALREADY_EXISTS(
            409, "ContainerAlreadyExists", "The specified container already exists."),
    CONTAINER_NOT_FOUND(404, "ContainerNotFound", "The specified container does not exist."),
    CRC64_MISMATCH(
            400,
            "Crc64Mismatch",
            "The CRC64 value specified in the request did not match with the CRC64 value calculated"
                    + " by the server."),
    EMPTY_METADATA_KEY(
            400, "EmptyMetadataKey", "The key for one of the metadata key-value pairs is empty."),
    INVALID_AUTHENTICATION_INFO(
            400,
            "InvalidAuthenticationInfo",
            "Authentication information is not given in the correct format. Check the value of"
                    + " Authorization header."),
    INVALID_BLOB_OR_BLOCK(
            400, "InvalidBlobOrBlock", "The specified blob or block content is invalid."),
    INVALID_BLOB_TYPE(409, "InvalidBlobType", "The blob type is invalid for this operation."),
    INVALID_BLOCK_LIST(400, "InvalidBlockList", "The specified block list is invalid."),
    INVALID_HEADER_VALUE(
            400,
            "InvalidHeaderValue",
            "The value for one of the HTTP headers is not in the correct format."),
    INVALID_MD5(
            400,
            "InvalidMd5",
            "The MD5 value specified in the request is invalid. MD5 value must be 128 bits and"
                    + " base64 encoded."),
    INVALID_CRC64(
            400,
            "InvalidCrc64",
            "The CRC64 value specified in the request is invalid. CRC64 value must be 64 bits and"
                    + " base64 encoded."),
    INVALID_METADATA(
            400,
            "InvalidMetadata",
            "The metadata specified is invalid. It has characters that are not permitted."),
    INVALID_PAGE_RANGE(416, "InvalidPageRange", "The page range specified is invalid."),
    INVALID_QUERY_PARAMETER_VALUE(
            400,
            "InvalidQueryParameterValue",
            "Value for one of the query parameters specified in the request URI is invalid."),
    INVALID_RANGE(
            416,
            "InvalidRange",
            "The range specified is invalid for the current size of the resource."),
    INVALID_RESOURCE_NAME(
            400, "InvalidResourceName", "The specified resource name contains invalid characters."),
    INVALID_URI(400, "InvalidUri", "The requested URI does not represent any resource."),
    INVALID_XML_DOCUMENT(400, "InvalidXmlDocument", "XML specified is not syntactically valid."),
    LEASE_NOT_PRESENT_WITH_BLOB_OPERATION(
            412, "LeaseNotPresentWithBlobOperation", "There is currently no lease on the blob."),
    LEASE_NOT_PRESENT_WITH_CONTAINER_OPERATION(
            412,
            "LeaseNotPresentWithContainerOperation",
            "There is currently no lease on the container."),
    MAX_BLOB_SIZE_CONDITION_NOT_MET(
            412,
            "MaxBlobSizeConditionNotMet",
            "The max blob size condition specified was not met."),
    MD5_MISMATCH(
            400,
            "Md5Mismatch",
            "The MD5 value specified in the request did not match with the MD5 value calculated by"
                    + " the server."),
    METADATA_TOO_LARGE(
            400,
            "MetadataTooLarge",
            "The size of the specified metadata exceeds the maximum size permitted."),
    MISSING_CONTENT_LENGTH_HEADER(
            411, "MissingContentLengthHeader", "The Content-Length header was not specified."),
    MISSING_REQUIRED_HEADER(
            400,
            "MissingRequiredHeader",
            "An HTTP header that's mandatory for this request is not specified."),
    MISSING_REQUIRED_QUERY_PARAMETER(
            400,
            "MissingRequiredQueryParameter",
            "A query parameter that's mandatory for this request is not specified."),
    MULTIPLE_CONDITION_HEADERS_NOT_SUPPORTED(
            400,
            "MultipleConditionHeadersNotSupported",
            "Multiple condition headers are not supported."),
    NO_AUTHENTICATION_INFORMATION(
            401,
            "NoAuthenticationInformation",
            "Server failed to authenticate the request. Please refer to the information in the"
                    + " www-authenticate header."),
    SERVER_BUSY(503, "ServerBusy", "The server is currently unable to receive requests. Retry."),
    OUT_OF_RANGE_INPUT(400, "OutOfRangeInput", "One of the request inputs is out of range."),
    OUT_OF_RANGE_QUERY_PARAMETER_VALUE(
            400,
            "OutOfRangeQueryParameterValue",
            "One of the query parameters specified in the request URI is outside the permissible"
                    + " range."),
    PREVIOUS_SNAPSHOT_CANNOT_BE_NEWER(
            400,
            "PreviousSnapshotCannotBeNewer",
            "The prevsnapshot query parameter value cannot be newer than snapshot query parameter"
                    + " value."),
    PREVIOUS_SNAPSHOT_NOT_FOUND(
            409, "PreviousSnapshotNotFound", "The previous snapshot is not found."),
    PUBLIC_ACCESS_NOT_PERMITTED(
            409,
            "PublicAccessNotPermitted",
            "Public access is not permitted on this storage account."),
    REQUEST_BODY_TOO_LARGE(
            413,
            "RequestBodyTooLarge",
            "The request body is too large and exceeds the maximum permissible limit."),
    SEQUENCE_NUMBER_CONDITION_NOT_MET(
            412,
            "SequenceNumberConditionNotMet",
            "The sequence number condition specified was not met."),
    SEQUENCE_NUMBER_INCREMENT_TOO_LARGE(
            409,
            "SequenceNumberIncrementTooLarge",
            "The sequence number increment cannot be performed because it would result in overflow"
                    + " of the sequence number."),
    UNAUTHORIZED_BLOB_OVERWRITE(
            403,
            "UnauthorizedBlobOverwrite",
            "This request is not authorized to perform blob overwrites."),
    UNSATISFIABLE_CONDITION(
            400,
            "UnsatisfiableCondition",
            "The request includes an unsatisfiable condition for this operation."),
    UNSUPPORTED_HEADER(
            400,
            "UnsupportedHeader",
            "One of the HTTP headers specified in the request is not supported."),
    UNSUPPORTED_QUERY_PARAMETER(
            400,
            "UnsupportedQueryParameter",
            "One of the query parameters specified in the request URI is not supported.");

    private final int status;
    private final String code;
    private final String message;

    StorageError(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String message() {
        return message;
    }

    /** The refusal. */
    public Failure failure() {
        return new Failure(status, code, message);
    }

    /** The refusal with what exactly was wrong; never a secret. */
    public Failure failure(String detail) {
        return new Failure(status, code, message + " " + detail);
    }
}
