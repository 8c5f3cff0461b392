using System.Globalization;

namespace FederationGateway.DuckDb;

/// <summary>
/// The settings an instance gets before anyone else may use it. The order matters: directories must be set before external access is switched
/// off, and the configuration is locked last.
/// </summary>
internal static class EngineLockdown
{
    public static IEnumerable<string> Statements(EngineOptions options)
    {
        yield return "SET autoinstall_known_extensions = false";
        yield return "SET autoload_known_extensions = false";
        yield return "SET allow_community_extensions = false";
        yield return "SET allow_persistent_secrets = false";
        if (options.MemoryLimitBytes is { } bytes) yield return string.Create(CultureInfo.InvariantCulture, $"SET memory_limit = '{bytes}B'");
        if (options.Threads is { } threads) yield return string.Create(CultureInfo.InvariantCulture, $"SET threads = {threads}");
        yield return $"SET temp_directory = {Quote(options.TempDirectory ?? "")}";
        if (options.TempLimitBytes is { } spilled) yield return string.Create(CultureInfo.InvariantCulture, $"SET max_temp_directory_size = '{spilled}B'");
        yield return "SET GLOBAL TimeZone = 'UTC'";
        // Kept by path, and a path may be another file the next time.
        yield return "SET enable_external_file_cache = false";
        // One reads a window's input twice, and the streams that feed the engine can be read once. The other fails, and ends the instance, where the first rows of
        // groups are taken of rows between two bounds.
        yield return "SET disabled_optimizers = 'window_self_join,top_n_window_elimination'";
        // Up to so many keys of a join's smaller side are looked for in an index of the other side, if there is one, instead of reading that whole: 300 of 1,500,000 rows took a third of the time. Without an
        // index looking for them takes a little longer than the join alone.
        yield return "SET dynamic_or_filter_threshold = 1000";
        // What a transaction inserts goes to the file when so much is whole, instead of five times 122,880 rows of whatever length.
        yield return "SET write_buffer_row_group_memory_limit = '64MB'";
        // What was freed goes back to the system soon, not only when it is 128 MB.
        yield return "SET allocator_flush_threshold = '8MB'";
        yield return "SET allocator_bulk_deallocation_flush_threshold = '16MB'";
        if (options.AllowedDirectories.Count > 0)
            yield return $"SET allowed_directories = [{string.Join(", ", options.AllowedDirectories.Select(path => Quote(WithSeparator(path))))}]";
        if (!options.AllowExternalAccess) yield return "SET enable_external_access = false";

        // The last one is the engine's own: adding a column with a default sets it for the statement's transaction.
        yield return "SET allowed_configs = ['TimeZone', 'search_path', 'current_transaction_invalidation_policy']";
        yield return "SET lock_configuration = true";
    }

    // The engine compares prefixes: without the separator /data would allow /database.
    private static string WithSeparator(string path)
    {
        var full = Path.GetFullPath(path);
        return Path.EndsInDirectorySeparator(full) ? full : full + Path.DirectorySeparatorChar;
    }

    private static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
