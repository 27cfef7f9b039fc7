// @apollo/gateway 2.14 sends telemetry and probes cloud metadata addresses unless told not to. This module is imported
// before it, so that no deployment can forget; a test proves that no socket leaves the configured hosts.
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
