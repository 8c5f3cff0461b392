namespace FederationGateway.Adapters.PostgreSql.Metadata;

/// <summary>
/// The questions put to a server's catalog: one each for a whole import, never one per table. Columns that only newer servers have are reached through
/// <c>to_jsonb</c>, so that older ones answer too.
/// </summary>
internal static class CatalogQueries
{
    private const string Readable = "c.relkind IN ('r', 'p', 'v', 'm', 'f')";

    private const string Kind =
        "CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END";

    /// <summary>The schemas, the user's before the system's.</summary>
    public const string Schemas = """
        SELECT nspname FROM pg_namespace
        WHERE nspname !~ '^pg_(toast|temp)'
        ORDER BY nspname ~ '^pg_' OR nspname = 'information_schema', nspname COLLATE "C"
        """;

    /// <summary>$1: a schema.</summary>
    public const string Objects = $"""
        SELECT c.relname, {Kind}
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND {Readable}
        ORDER BY c.relname COLLATE "C"
        """;

    /// <summary>
    /// $1: schema or null, $2: object. Candidates by name without regard to case; without a schema the object may carry it (<c>public.orders</c>).
    /// </summary>
    public const string Candidates = $"""
        SELECT c.oid, n.nspname, c.relname
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {Readable}
          AND CASE WHEN $1::text IS NOT NULL THEN lower(n.nspname) = lower($1::text) AND lower(c.relname) = lower($2::text)
                   ELSE lower(n.nspname || '.' || c.relname) = lower($2::text) OR (n.nspname = 'public' AND lower(c.relname) = lower($2::text)) END
        """;

    public const string SchemaExists = "SELECT count(*) FROM pg_namespace WHERE nspname = $1::text";

    /// <summary>$1: a schema, or null for all of the user's. Objects nothing may be read of are left out.</summary>
    public const string ObjectsToImport = $"""
        SELECT c.oid, c.relname::text
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {Readable} AND has_any_column_privilege(c.oid, 'SELECT')
          AND CASE WHEN $1::text IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ELSE n.nspname = $1::text END
        ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
        """;

    public const string Database = """
        SELECT pg_encoding_to_char(d.encoding), d.datcollate, to_jsonb(d) ->> 'datlocprovider' FROM pg_database d WHERE d.datname = current_database()
        """;

    /// <summary>A domain's base type; bases may be domains themselves.</summary>
    public const string Domains = "SELECT oid, typbasetype, typtypmod, format_type(oid, NULL) FROM pg_type WHERE typtype = 'd'";

    /// <summary>
    /// $1: objects. Rows: reltuples; where nobody has analyzed yet, those of the pages there are at the width the columns' types suggest, as the server's own
    /// planner guesses. Nothing is said of a view's size.
    /// </summary>
    public const string Tables = $"""
        SELECT c.oid, n.nspname, c.relname, {Kind}, obj_description(c.oid, 'pg_class'),
               CASE WHEN c.relkind = 'p' THEN part.rows
                    WHEN c.relkind = 'v' THEN NULL
                    WHEN c.reltuples >= 0 AND c.relpages > 0 THEN c.reltuples::float8
                    WHEN c.relkind IN ('r', 'm') THEN floor(pg_relation_size(c.oid) / (28.0 + width.bytes))::float8
               END,
               CASE WHEN c.relkind = 'p' THEN part.bytes
                    WHEN c.relkind = 'v' THEN NULL
                    WHEN c.relpages > 0 THEN c.relpages::float8 * current_setting('block_size')::float8
                    WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid)::float8
               END
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          CROSS JOIN LATERAL (
            SELECT coalesce(sum(CASE WHEN t.typlen > 0 THEN t.typlen ELSE 32 END), 0) AS bytes
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) width
          LEFT JOIN LATERAL (
            WITH RECURSIVE tree(oid) AS (SELECT c.oid UNION ALL SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
            SELECT sum(greatest(p.reltuples, 0))::float8 AS rows, sum(p.relpages)::float8 * current_setting('block_size')::float8 AS bytes
            FROM tree JOIN pg_class p ON p.oid = tree.oid WHERE p.relkind = 'r') part ON c.relkind = 'p'
        WHERE c.oid = ANY($1)
        """;

    /// <summary>$1: objects. The columns that may be read.</summary>
    public const string Columns = """
        SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, format_type(a.atttypid, a.atttypmod), a.attnotnull AND c.relkind IN ('r', 'p', 'm'),
               col_description(a.attrelid, a.attnum), a.attcollation,
               CASE WHEN cn.nspname = 'pg_catalog' THEN co.collname ELSE cn.nspname || '.' || co.collname END,
               to_jsonb(co) ->> 'collisdeterministic', coalesce(to_jsonb(a) ->> 'attgenerated', '') <> ''
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          LEFT JOIN pg_collation co ON co.oid = a.attcollation LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
        WHERE a.attrelid = ANY($1) AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')
        ORDER BY a.attrelid, a.attnum
        """;

    /// <summary>$1: objects. Complete unique keys over columns; those of a table with children hold for its own rows only and are left out.</summary>
    public const string Keys = """
        SELECT i.indrelid, i.indisprimary, x.relname, i.indkey::int2[], coalesce((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts)
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
        WHERE i.indrelid = ANY($1) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
          AND c.relkind IN ('r', 'p', 'm') AND NOT (c.relkind = 'r' AND c.relhassubclass)
        ORDER BY i.indrelid, NOT i.indisprimary, x.relname COLLATE "C"
        """;

    /// <summary>
    /// $1: objects. A negative number of distinct values is a fraction of the rows. Those over all children come last and win. Values of array types, whose lists
    /// have two dimensions, are left out.
    /// </summary>
    public const string Statistics = """
        SELECT c.oid, s.attname, s.n_distinct::float8, s.null_frac::float8, s.avg_width::float8,
               CASE WHEN array_ndims(v.bounds) = 1 THEN v.bounds END,
               CASE WHEN array_ndims(v.common) = 1 THEN v.common[1:100] END, s.most_common_freqs[1:100]
        FROM pg_stats s JOIN pg_namespace n ON n.nspname = s.schemaname JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename
          CROSS JOIN LATERAL (SELECT s.histogram_bounds::text::text[] AS bounds, s.most_common_vals::text::text[] AS common) v
        WHERE c.oid = ANY($1)
        ORDER BY s.inherited
        """;
}
