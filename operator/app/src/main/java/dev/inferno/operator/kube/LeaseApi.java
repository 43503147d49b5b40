package dev.inferno.operator.kube;

import io.kubernetes.client.openapi.ApiException;
import org.jspecify.annotations.Nullable;

/** Reads and writes one Lease. Writes fail with 409 when somebody else wrote in between. */
interface LeaseApi {

    /** Null when there is no such Lease. */
    @Nullable
    LeaseRecord read() throws ApiException;

    LeaseRecord create(LeaseRecord lease) throws ApiException;

    LeaseRecord update(LeaseRecord lease) throws ApiException;
}
