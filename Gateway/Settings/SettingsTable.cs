using System.Collections.Frozen;
using FederationGateway.Gateway.Verification;

namespace FederationGateway.Gateway.Settings;

/// <summary>Every setting a session knows: the gateway's own, and PostgreSQL's that clients set or ask for.</summary>
public static class SettingsTable
{
    public const string ServerVersion = "15.8";
    public const string Pushdown = "pushdown";
    public const string DynamicFilterMaxKeys = "dynamic_filter_max_keys";
    public const string JoinPushdown = "join_pushdown";
    public const string RemainderEngine = "remainder_engine";
    public const string VerifyPushdown = "verify_pushdown";
    public const string VerifyPushdownMaxRows = "verify_pushdown_max_rows";
    public const string VerifyPushdownMaxMegabytes = "verify_pushdown_max_mb";
    public const string MaxFetchedRows = "max_fetched_rows";
    public const string MaxFetchedBytes = "max_fetched_bytes";
    public const string StatementMemoryLimit = "statement_memory_limit";
    public const string RequirePushdown = "require_pushdown";
    public const string RequirePushdownRows = "require_pushdown_rows";
    public const string LinkedTableMaxAge = "linked_table_max_age";
    public const string MaxStaleness = "max_staleness";
    public const string ProgressNotices = "progress_notices";
    public const string StatementTimeout = "statement_timeout";
    public const string IdleInTransactionSessionTimeout = "idle_in_transaction_session_timeout";
    public const string IdleSessionTimeout = "idle_session_timeout";
    public const string TimeZone = "TimeZone";
    public const string SearchPath = "search_path";
    public const string ApplicationName = "application_name";
    public const string DefaultTransactionReadOnly = "default_transaction_read_only";
    public const string TransactionReadOnly = "transaction_read_only";
    public const string TransactionIsolation = "transaction_isolation";
    public const string DefaultTransactionIsolation = "default_transaction_isolation";
    public const string MaxConnections = "max_connections";
    public const string AuditRetention = "audit_retention";
    public const string Ssl = "ssl";
    public const string Role = "role";
    public const string SessionAuthorization = "session_authorization";
    public const string IsSuperuser = "is_superuser";
    public const string MaxConcurrentStatements = "max_concurrent_statements";

    private static readonly Setting[] Rows =
    [
        // The gateway's own.
        new(Pushdown, "on", SettingKind.Boolean, "sends to sources what they compute exactly as the gateway does; off reads bare tables", AffectsPlans: true),
        new(DynamicFilterMaxKeys, "10000", SettingKind.Integer, "the most distinct join keys sent to another source as a filter; 0 turns dynamic filters off", AffectsPlans: true, Maximum: 1_000_000),
        new(JoinPushdown, "auto", SettingKind.Choice, "whether joins of tables of one source are made there: auto (unless more rows would travel), always, off", AffectsPlans: true, Choices: ["auto", "always", "off"]),
        new(RemainderEngine, RemainderEngines.Auto, SettingKind.Text, "where rows of several places are joined and grouped: auto (by cost), local (in the gateway), or a remote source that takes uploads", AffectsPlans: true),
        new(VerifyPushdown, VerificationChoice.Off, SettingKind.VerificationShare, "which share of statements is computed here as well and compared: off, always, sample:1%"),
        new(VerifyPushdownMaxRows, "100000", SettingKind.Integer, "the most rows a verification reads or withholds", Minimum: 1),
        new(VerifyPushdownMaxMegabytes, "64", SettingKind.Integer, "the most megabytes a verification reads or withholds", Minimum: 1, Maximum: 1_000_000),
        new(MaxFetchedRows, "0", SettingKind.Integer, "the most rows a statement may fetch from one source; 0 leaves the source's own limit", Maximum: long.MaxValue),
        new(MaxFetchedBytes, "0", SettingKind.Bytes, "the most bytes a statement may fetch from one source; 0 leaves the source's own limit"),
        new(StatementMemoryLimit, "0", SettingKind.Bytes, "the memory one statement's remainder may take before it spills; 0 leaves the limit of all together"),
        new(RequirePushdown, "off", SettingKind.Boolean, "refuses a statement that would read a large remote table without anything for the source to reduce"),
        new(RequirePushdownRows, "10000", SettingKind.Integer, "the rows a table may have for require_pushdown to let it be read whole", Maximum: long.MaxValue),
        new(MaxConcurrentStatements, "0", SettingKind.Integer, "the most statements of the session's user that run at once; 0 for any number. Set with ALTER ROLE", IsReadOnly: true),
        new(LinkedTableMaxAge, "10s", SettingKind.Milliseconds, "how old a definition behind a three-part name may be before it is imported again; 0 imports it for each statement"),
        new(MaxStaleness, SettingValue.Unlimited, SettingKind.Staleness, "how stale a replica may be for a statement to read it instead of its source: unlimited, or a time, of seconds when it has no unit; 0 reads sources", AffectsPlans: true),
        new(ProgressNotices, "0", SettingKind.Milliseconds, "how often a statement that writes many rows tells how many it has sent so far; 0 for never"),

        // Reported to the client.
        new("server_version", ServerVersion, SettingKind.Text, "the PostgreSQL version whose behaviour clients may expect", IsReported: true, IsReadOnly: true),
        new("server_encoding", "UTF8", SettingKind.Text, "the encoding of all text", IsReported: true, IsReadOnly: true),
        new("client_encoding", "UTF8", SettingKind.Encoding, "the encoding of text sent to the client", IsReported: true),
        new(ApplicationName, "", SettingKind.Text, "the client's name, passed on to sources", IsReported: true),
        new(DefaultTransactionReadOnly, "off", SettingKind.Boolean, "whether new transactions are read-only", IsReported: true),
        new("in_hot_standby", "off", SettingKind.Boolean, "whether the server is a standby", IsReported: true, IsReadOnly: true),
        new(IsSuperuser, "off", SettingKind.Boolean, "whether the session's user is an administrator", IsReported: true, IsReadOnly: true),
        new(SessionAuthorization, "", SettingKind.Text, "the session's user", IsReported: true, IsReadOnly: true),
        new("DateStyle", "ISO, MDY", SettingKind.DateStyle, "how dates print", IsReported: true),
        new("IntervalStyle", "postgres", SettingKind.Choice, "how intervals print", IsReported: true, Choices: ["postgres"]),
        new(TimeZone, "UTC", SettingKind.TimeZone, "the time zone timestamps with time zone print in and dates are taken in", IsReported: true, AffectsPlans: true),
        new("integer_datetimes", "on", SettingKind.Boolean, "timestamps are integers", IsReported: true, IsReadOnly: true),
        new("standard_conforming_strings", "on", SettingKind.Boolean, "backslashes are ordinary characters in '…'", IsReported: true),

        // Effective.
        new(SearchPath, "\"$user\", public", SettingKind.NameList, "the schemas looked through for unqualified names", AffectsPlans: true),
        new(StatementTimeout, "0", SettingKind.Milliseconds, "a statement running longer is cancelled; 0 for never"),
        new(IdleInTransactionSessionTimeout, "0", SettingKind.Milliseconds, "a session waiting longer for its client inside a transaction is ended; 0 for never"),
        new(IdleSessionTimeout, "0", SettingKind.Milliseconds, "a session waiting longer for its client outside of transactions is ended; 0 for never"),
        new("extra_float_digits", "1", SettingKind.Integer, "kept for clients: floats always print shortest-exact", Minimum: -15, Maximum: 3),
        new("bytea_output", "hex", SettingKind.Choice, "how bytea prints", Choices: ["hex"]),
        new("client_min_messages", "notice", SettingKind.Choice, "the least urgent messages sent", Choices: ["debug5", "debug4", "debug3", "debug2", "debug1", "debug", "log", "notice", "warning", "error"]),
        new(TransactionReadOnly, "off", SettingKind.Boolean, "whether this transaction is read-only"),
        new(TransactionIsolation, "repeatable read", SettingKind.Choice, "the isolation of this transaction",
            Choices: ["serializable", "repeatable read", "read committed", "read uncommitted"]),
        new(DefaultTransactionIsolation, "repeatable read", SettingKind.Choice, "the isolation of new transactions",
            Choices: ["serializable", "repeatable read", "read committed", "read uncommitted"]),
        new("transaction_deferrable", "off", SettingKind.Boolean, "kept for clients"),
        new("default_transaction_deferrable", "off", SettingKind.Boolean, "kept for clients"),

        // Asked for, or set without effect here.
        new("server_version_num", "150008", SettingKind.Integer, "the version as a number", IsReadOnly: true),
        new("max_identifier_length", "63", SettingKind.Integer, "the longest name in bytes", IsReadOnly: true),
        new("max_index_keys", "32", SettingKind.Integer, "the most columns of a key", IsReadOnly: true),
        new("lc_collate", "C", SettingKind.Text, "text orders by its bytes", IsReadOnly: true),
        new("lc_ctype", "C.UTF-8", SettingKind.Text, "the character classification", IsReadOnly: true),
        new("lc_messages", "C", SettingKind.Text, "the language of messages"),
        new("lc_monetary", "C", SettingKind.Text, "kept for clients"),
        new("lc_numeric", "C", SettingKind.Text, "kept for clients"),
        new("lc_time", "C", SettingKind.Text, "kept for clients"),
        new("block_size", "8192", SettingKind.Integer, "kept for clients", IsReadOnly: true),
        new("wal_level", "replica", SettingKind.Text, "kept for clients", IsReadOnly: true),
        new(MaxConnections, "1000", SettingKind.Integer, "the most sessions", IsReadOnly: true),
        new(AuditRetention, "365", SettingKind.Integer, "days that audit entries are kept; 0 for ever", IsReadOnly: true),
        new(Ssl, "off", SettingKind.Boolean, "whether clients may encrypt their connection", IsReadOnly: true),
        new("row_security", "on", SettingKind.Boolean, "kept for clients"),
        new("synchronize_seqscans", "on", SettingKind.Boolean, "kept for clients"),
        new("data_directory_mode", "0700", SettingKind.Text, "kept for clients", IsReadOnly: true),
        new("lock_timeout", "0", SettingKind.Milliseconds, "kept for clients"),
        new("synchronous_commit", "on", SettingKind.Text, "commits are always durable"),
        new("escape_string_warning", "on", SettingKind.Boolean, "kept for clients"),
        new("backslash_quote", "safe_encoding", SettingKind.Text, "kept for clients"),
        new("check_function_bodies", "on", SettingKind.Boolean, "kept for clients"),
        new("default_table_access_method", "heap", SettingKind.Text, "kept for clients"),
        new("default_tablespace", "", SettingKind.Text, "kept for clients"),
        new("default_with_oids", "off", SettingKind.Boolean, "kept for clients"),
        new("xmloption", "content", SettingKind.Text, "kept for clients"),
        new("enable_seqscan", "on", SettingKind.Boolean, "kept for clients"),
        new("enable_nestloop", "on", SettingKind.Boolean, "kept for clients"),
        new("geqo", "on", SettingKind.Text, "kept for clients"),
        new("jit", "off", SettingKind.Boolean, "kept for clients"),
        new("work_mem", "4MB", SettingKind.Text, "kept for clients: memory_limit of the configuration is what counts"),
        new("max_parallel_workers_per_gather", "0", SettingKind.Integer, "kept for clients"),
        new("tcp_keepalives_idle", "0", SettingKind.Integer, "kept for clients"),
        new("tcp_user_timeout", "0", SettingKind.Integer, "kept for clients"),
        new(Role, "none", SettingKind.Text, "the role statements run as, when it is not the session's user: SET ROLE", IsReadOnly: true),
        new("quote_all_identifiers", "off", SettingKind.Boolean, "kept for clients"),
        new("password_encryption", "scram-sha-256", SettingKind.Text, "how passwords are kept", IsReadOnly: true),
    ];

    private static readonly FrozenDictionary<string, Setting> ByName = Rows.ToFrozenDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<Setting> All => Rows;

    /// <summary>The setting, by name in any case; HANA-like <c>transaction isolation level</c> and <c>time zone</c> are the parser's business.</summary>
    public static Setting? Find(string name) => ByName.GetValueOrDefault(name);
}
