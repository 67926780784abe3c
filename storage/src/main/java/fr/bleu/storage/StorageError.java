package fr.bleu.storage;

import fr.bleu.http.Failure;

/**
 * The catalogue of refusals, with the codes and statuses of Azure's "Common REST API error codes"
 * and "Blob service error codes".
 */
public enum StorageError {
    ACCOUNT_NOT_FOUND(404, "ResourceNotFound", "The specified resource does not exist."),
    ACCOUNT_PROTECTED_FROM_DELETION(
            409,
            "AccountProtectedFromDeletion",
            "The storage account has a container with a locked immutability policy, a legal hold or"
                    + " version-level immutability and cannot be deleted."),
    APPEND_POSITION_CONDITION_NOT_MET(
            412,
            "AppendPositionConditionNotMet",
            "The append position condition specified was not met."),
    AUTHENTICATION_FAILED(
            403,
            "AuthenticationFailed",
            "Server failed to authenticate the request. Make sure the value of Authorization header"
                    + " is formed correctly including the signature."),
    AUTHORIZATION_FAILURE(
            403,
            "AuthorizationFailure",
            "This request is not authorized to perform this operation."),
    AUTHORIZATION_PERMISSION_MISMATCH(
            403,
            "AuthorizationPermissionMismatch",
            "This request is not authorized to perform this operation using this permission."),
    AUTHORIZATION_PROTOCOL_MISMATCH(
            403,
            "AuthorizationProtocolMismatch",
            "This request is not authorized to perform this operation using this protocol."),
    AUTHORIZATION_RESOURCE_TYPE_MISMATCH(
            403,
            "AuthorizationResourceTypeMismatch",
            "This request is not authorized to perform this operation using this resource type."),
    AUTHORIZATION_SERVICE_MISMATCH(
            403,
            "AuthorizationServiceMismatch",
            "This request is not authorized to perform this operation using this service."),
    AUTHORIZATION_SOURCE_IP_MISMATCH(
            403,
            "AuthorizationSourceIPMismatch",
            "This request is not authorized to perform this operation using this source IP."),
    BLOB_ALREADY_EXISTS(409, "BlobAlreadyExists", "The specified blob already exists."),
    BLOB_ARCHIVED(409, "BlobArchived", "This operation is not permitted on an archived blob."),
    BLOB_CUSTOMER_SPECIFIED_ENCRYPTION_MISMATCH(
            409,
            "BlobCustomerSpecifiedEncryptionMismatch",
            "The given customer specified encryption does not match the encryption used to encrypt"
                    + " the blob."),
    BLOB_DOES_NOT_USE_CUSTOMER_SPECIFIED_ENCRYPTION(
            409,
            "BlobDoesNotUseCustomerSpecifiedEncryption",
            "The blob does not use customer specified encryption."),
    BLOB_USES_CUSTOMER_SPECIFIED_ENCRYPTION(
            409,
            "BlobUsesCustomerSpecifiedEncryption",
            "The blob is encrypted with customer specified encryption, but it was not provided in"
                    + " the request."),
    BLOB_BEING_REHYDRATED(
            409,
            "BlobBeingRehydrated",
            "This operation is not permitted because the blob is being rehydrated."),
    BLOB_IMMUTABLE_DUE_TO_LEGAL_HOLD(
            409,
            "BlobImmutableDueToLegalHold",
            "This operation is not permitted as the blob is immutable due to one or more legal"
                    + " holds."),
    BLOB_IMMUTABLE_DUE_TO_POLICY(
            409,
            "BlobImmutableDueToPolicy",
            "This operation is not permitted as the blob is immutable due to a policy."),
    BLOB_OPERATION_NOT_SUPPORTED(
            409, "BlobOperationNotSupported", "The operation is not supported in this scenario."),
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
    CANNOT_VERIFY_COPY_SOURCE(400, "CannotVerifyCopySource", "Could not verify the copy source."),
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
    CONTAINER_HAS_LEGAL_HOLD(
            409,
            "ContainerHasLegalHold",
            "The requested operation is not allowed as the container has one or more legal holds."),
    CONTAINER_IMMUTABILITY_POLICY_FAILURE(
            412,
            "ContainerImmutabilityPolicyFailure",
            "Operation not allowed on immutability policy with incorrect etag."),
    CONTAINER_IMMUTABILITY_POLICY_LOCKED(
            409,
            "ContainerImmutabilityPolicyLocked",
            "The requested operation is not allowed as the container has a locked immutability"
                    + " policy."),
    CONTAINER_NOT_FOUND(404, "ContainerNotFound", "The specified container does not exist."),
    COPY_ID_MISMATCH(
            409,
            "CopyIdMismatch",
            "The specified copy ID did not match the copy ID for the pending copy operation."),
    CORS_PREFLIGHT_FAILURE(
            403,
            "CorsPreflightFailure",
            "CORS not enabled or no matching rule found for this request."),
    CRC64_MISMATCH(
            400,
            "Crc64Mismatch",
            "The CRC64 value specified in the request did not match with the CRC64 value calculated"
                    + " by the server."),
    DIRECTORY_IS_NOT_EMPTY(
            409,
            "DirectoryIsNotEmpty",
            "This operation is not permitted on a non-empty directory."),
    EMPTY_METADATA_KEY(
            400, "EmptyMetadataKey", "The key for one of the metadata key-value pairs is empty."),
    EMPTY_TAG_NAME(400, "EmptyTagName", "The name of one of the tag key-value pairs is empty."),
    ENCRYPTION_SCOPE_DISABLED(403, "AuthorizationFailure", "The encryption scope is disabled."),
    FEATURE_NOT_SUPPORTED_FOR_ACCOUNT(
            409,
            "FeatureNotSupportedForAccount",
            "This feature is not supported for the account because hierarchical namespace is"
                    + " enabled."),
    IMMUTABILITY_POLICY_NOT_FOUND(
            404, "ImmutabilityPolicyNotFound", "There is no immutability policy."),
    INSUFFICIENT_ACCOUNT_PERMISSIONS(
            403,
            "InsufficientAccountPermissions",
            "The account being accessed does not have sufficient permissions to execute this"
                    + " operation."),
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
    INVALID_INPUT(400, "InvalidInput", "One of the request inputs is not valid."),
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
    INVALID_TAG(
            400,
            "InvalidTag",
            "The tags specified are invalid. They contain characters that are not permitted."),
    INVALID_URI(400, "InvalidUri", "The requested URI does not represent any resource."),
    INVALID_XML_DOCUMENT(400, "InvalidXmlDocument", "XML specified is not syntactically valid."),
    INVALID_XML_NODE_VALUE(
            400,
            "InvalidXmlNodeValue",
            "The value for one of the XML nodes is not in the correct format."),
    KEY_BASED_AUTHENTICATION_NOT_PERMITTED(
            403,
            "KeyBasedAuthenticationNotPermitted",
            "Key based authentication is not permitted on this storage account."),
    LEASE_ALREADY_PRESENT(409, "LeaseAlreadyPresent", "There is already a lease present."),
    LEASE_ID_MISMATCH_WITH_BLOB_OPERATION(
            412,
            "LeaseIdMismatchWithBlobOperation",
            "The lease ID specified did not match the lease ID for the blob."),
    LEASE_ID_MISMATCH_WITH_CONTAINER_OPERATION(
            412,
            "LeaseIdMismatchWithContainerOperation",
            "The lease ID specified did not match the lease ID for the container."),
    LEASE_ID_MISMATCH_WITH_LEASE_OPERATION(
            409,
            "LeaseIdMismatchWithLeaseOperation",
            "The lease ID specified did not match the lease ID for the resource with the specified"
                    + " lease operation."),
    LEASE_ID_MISSING(
            412,
            "LeaseIdMissing",
            "There is currently a lease on the resource and no lease ID was specified in the"
                    + " request."),
    LEASE_IS_BREAKING_AND_CANNOT_BE_ACQUIRED(
            409,
            "LeaseIsBreakingAndCannotBeAcquired",
            "The lease ID matched, but the lease is currently in breaking state and cannot be"
                    + " acquired until it is broken."),
    LEASE_IS_BREAKING_AND_CANNOT_BE_CHANGED(
            409,
            "LeaseIsBreakingAndCannotBeChanged",
            "The lease ID matched, but the lease is currently in breaking state and cannot be"
                    + " changed."),
    LEASE_IS_BROKEN_AND_CANNOT_BE_RENEWED(
            409,
            "LeaseIsBrokenAndCannotBeRenewed",
            "The lease ID matched, but the lease has been broken explicitly and cannot be"
                    + " renewed."),
    LEASE_LOST(
            412,
            "LeaseLost",
            "A lease ID was specified, but the lease for the resource has expired."),
    LEASE_NOT_PRESENT_WITH_BLOB_OPERATION(
            412, "LeaseNotPresentWithBlobOperation", "There is currently no lease on the blob."),
    LEASE_NOT_PRESENT_WITH_CONTAINER_OPERATION(
            412,
            "LeaseNotPresentWithContainerOperation",
            "There is currently no lease on the container."),
    LEASE_NOT_PRESENT_WITH_LEASE_OPERATION(
            409,
            "LeaseNotPresentWithLeaseOperation",
            "There is currently no lease on the resource."),
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
    MISSING_REQUIRED_XML_NODE(
            400,
            "MissingRequiredXmlNode",
            "A required XML node was not specified in the request body."),
    MULTIPLE_CONDITION_HEADERS_NOT_SUPPORTED(
            400,
            "MultipleConditionHeadersNotSupported",
            "Multiple condition headers are not supported."),
    NO_AUTHENTICATION_INFORMATION(
            401,
            "NoAuthenticationInformation",
            "Server failed to authenticate the request. Please refer to the information in the"
                    + " www-authenticate header."),
    NOT_YET_SUPPORTED_IN_HIERARCHY(
            409,
            "FeatureNotYetSupportedForHierarchicalNamespaceAccounts",
            "Specified feature is not yet supported for hierarchical namespace accounts."),
    NO_PENDING_COPY_OPERATION(
            409, "NoPendingCopyOperation", "There is currently no pending copy operation."),
    OPERATION_NOT_ALLOWED_ON_ROOT_BLOB(
            403,
            "OperationNotAllowedOnRootBlob",
            "The specified operation is not allowed on root blob."),
    PENDING_COPY_OPERATION(
            409, "PendingCopyOperation", "There is currently a pending copy operation."),
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
    REQUEST_FORBIDDEN_BY_CONTAINER_ENCRYPTION_POLICY(
            403,
            "RequestForbiddenByContainerEncryptionPolicy",
            "The request is forbidden by the container encryption policy."),
    RESOURCE_TYPE_MISMATCH(
            409,
            "ResourceTypeMismatch",
            "The specified resource type does not match the type of the existing resource."),
    SNAPSHOTS_PRESENT(
            409,
            "SnapshotsPresent",
            "This operation is not permitted because the blob has snapshots."),
    SOURCE_CONDITION_NOT_MET(
            412,
            "SourceConditionNotMet",
            "The source condition specified using HTTP conditional header(s) is not met."),
    TAGS_TOO_LARGE(400, "TagsTooLarge", "The tags specified exceed the maximum permissible limit."),
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
            "One of the query parameters specified in the request URI is not supported."),
    VERSIONING_PROTECTED(
            409,
            "Conflict",
            "Versioning cannot be switched off while a container holds its versions one by one.");

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
