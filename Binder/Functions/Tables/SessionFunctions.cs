namespace FederationGateway.Binder.Functions;

/// <summary>What a session knows about itself and the server (manual 9.26, 9.27): constant while a statement runs.</summary>
internal static class SessionFunctions
{
    public static IReadOnlyList<string> Declarations { get; } =
    [
        "version() -> text stable",
        "current_catalog() -> name stable", "current_database() -> name stable",
        "current_schema() -> name stable", "current_schemas(bool) -> _name stable",
        "current_role() -> name stable", "current_user() -> name stable", "session_user() -> name stable", "user() -> name stable",
        "current_query() -> text volatile",
        "current_setting(text) -> text stable", "current_setting(text, bool) -> text stable", "set_config(text, text, bool) -> text volatile nullable",
        "pg_backend_pid() -> int4 stable", "pg_postmaster_start_time() -> timestamptz stable", "pg_conf_load_time() -> timestamptz stable",
        "pg_is_in_recovery() -> bool stable", "pg_my_temp_schema() -> oid stable", "pg_is_other_temp_schema(oid) -> bool stable",
        "txid_current() -> int8 stable", "txid_current_if_assigned() -> int8 stable",
        "inet_server_addr() -> text stable", "inet_server_port() -> int4 stable", "inet_client_addr() -> text stable", "inet_client_port() -> int4 stable",
        "pg_client_encoding() -> name stable", "getdatabaseencoding() -> name stable", "pg_trigger_depth() -> int4 stable",
        "pg_advisory_lock(int8) -> void volatile", "pg_advisory_unlock(int8) -> bool volatile", "pg_advisory_unlock_all() -> void volatile",
        "pg_try_advisory_lock(int8) -> bool volatile",
        "pg_cancel_backend(int4) -> bool volatile", "pg_terminate_backend(int4) -> bool volatile", "pg_terminate_backend(int4, int8) -> bool volatile",
        "pg_typeof(any) -> regtype nullable",
    ];
}
