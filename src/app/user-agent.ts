/** Says who asks, as platforms want it. */
export const userAgent = 'Tocsin/0.1 (self-hosted alert service)';
