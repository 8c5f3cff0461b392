namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_settings: the asking session's settings.</summary>
internal sealed class PgSettings() : PgCatalogRelation(
    "pg_settings", 12104,
    """
    name text, setting text, unit text, category text, short_desc text, extra_desc text, context text, vartype text, source text, min_val text, max_val text,
    enumvals text[], boot_val text, reset_val text, sourcefile text, sourceline int4, pending_restart bool
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Runtime.Settings.OrderBy(setting => setting.Name, StringComparer.Ordinal).Select(setting => new object?[]
    {
        setting.Name, setting.Value, null, "Settings", setting.Description, null, "user", setting.Type, setting.Value == setting.Default ? "default" : "session", null, null, null,
        setting.Default, setting.Default, null, null, false,
    });
}
