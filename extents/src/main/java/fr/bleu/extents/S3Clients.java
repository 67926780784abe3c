package fr.bleu.extents;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * Makes the client. It talks to the endpoint and to nobody else: whatever it would look up (region,
 * credentials, profiles, proxies, the metadata service of a virtual machine) is given or switched
 * off. It still reads its user's {@code ~/.aws/config}, of which nothing is used.
 */
final class S3Clients {

    /** More requests at once wait for a connection. */
    private static final int MOST_CONNECTIONS = 256;

    private S3Clients() {}

    static S3Client open(S3Options options) throws IOException {
        S3Credentials pair = S3Credentials.read(options.credentials());
        S3Limits limits = options.limits();
        ProfileFile none = ProfileFile.aggregator().build();
        return S3Client.builder()
                .endpointOverride(bare(options.endpoint()))
                .region(Region.of(options.region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(pair.accessKey(), pair.secretKey())))
                .httpClient(http(options))
                .defaultsMode(DefaultsMode.STANDARD)
                .dualstackEnabled(false)
                .fipsEnabled(false)
                // Ceph answers chunked bodies with checksums behind them by 400.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .disableS3ExpressSessionAuth(true)
                .serviceConfiguration(
                        S3Configuration.builder()
                                .pathStyleAccessEnabled(true)
                                .chunkedEncodingEnabled(false)
                                .profileFile(() -> none)
                                .build())
                .overrideConfiguration(
                        ClientOverrideConfiguration.builder()
                                .defaultProfileFile(none)
                                .defaultProfileName("none")
                                .retryStrategy(AwsRetryStrategy.doNotRetry())
                                .apiCallAttemptTimeout(limits.attempt())
                                .build())
                .build();
    }

    private static URI bare(URI endpoint) {
        return URI.create(endpoint.getScheme() + "://" + endpoint.getRawAuthority());
    }

    private static SdkHttpClient http(S3Options options) throws IOException {
        S3Limits limits = options.limits();
        Apache5HttpClient.Builder http =
                Apache5HttpClient.builder()
                        .maxConnections(MOST_CONNECTIONS)
                        .connectionTimeout(limits.connect())
                        .socketTimeout(limits.attempt())
                        .connectionAcquisitionTimeout(limits.attempt())
                        .expectContinueEnabled(false)
                        .proxyConfiguration(
                                ProxyConfiguration.builder()
                                        .useSystemPropertyValues(false)
                                        .useEnvironmentVariableValues(false)
                                        .build());
        if (options.authority().isPresent()) {
            TrustManager[] trusted = trusting(options.authority().get());
            http.tlsTrustManagersProvider(() -> trusted);
        }
        return http.build();
    }

    /** Trusts the certificates of a PEM file, and no others. */
    private static TrustManager[] trusting(Path authority) throws IOException {
        try (InputStream in = Files.newInputStream(authority)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException(authority + " holds no certificate");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate each : found) {
                store.setCertificateEntry("authority-" + store.size(), each);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException(authority + " holds no usable certificates", e);
        }
    }
}
