using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Adapters.Files;

/// <summary>
/// A directory of CSV, Parquet and newline JSON files as tables. The files are read by an engine of the source's own that can see this directory and nothing
/// else; it is the engine remainders run on, so what it computes is what the gateway would.
/// </summary>
/// <param name="roots">When not empty, sources may only be made inside these directories.</param>
/// <param name="memoryLimitBytes">What each source's engine may use; its own default when null.</param>
/// <param name="spillDirectory">The directory under which each engine puts what does not fit; nowhere when null.</param>
public sealed class FilesAdapter(IReadOnlyList<string> roots, long? memoryLimitBytes = null, string? spillDirectory = null) : IAdapter
{
    public string Name => "file";

    public AdapterDescription Description { get; } = new(
        "Files",
        "CSV, Parquet and newline JSON files of a directory",
        [
            new AdapterOption("directory", "the directory whose files are tables", IsRequired: true),
            new AdapterOption("header", "whether CSV files start with a line of names: true, false or auto", Default: "auto"),
            new AdapterOption("delimiter", "the character between CSV values; found out when not given"),
            new AdapterOption("null", "the text that stands for null in CSV files", Default: ""),
            new AdapterOption("null_padding", "whether lines of CSV files with too few values are filled up with null: true or false", Default: "false"),
            new AdapterOption("skip", "lines at the start of CSV files that are neither names nor values", Default: "0"),
            new AdapterOption("sample_rows", "rows looked at to find out the types of CSV and JSON columns; -1 for all", Default: "20480"),
        ]);

    public CapabilitySet Capabilities => EngineCapabilities.All;

    public SqlDialect Dialect { get; } = new FilesDialect();

    public IRemoteSource CreateSource(SourceDefinition definition)
    {
        var options = FilesOptions.Read(definition, Description);
        if (roots.Count > 0 && !roots.Any(root => Sandbox.IsInside(root, options.Directory)))
            throw new GatewayException(SqlState.InsufficientPrivilege, $"directory \"{options.Directory}\" is not inside a directory that file sources may use");
        return new FilesSource(definition.Name, options, new EngineOptions
        {
            // The engine follows links itself before it compares, those of open files included.
            AllowedDirectories = [Sandbox.FinalPath(options.Directory)],
            MemoryLimitBytes = memoryLimitBytes,
            // Engines that share a directory would overwrite each other's files.
            TempDirectory = spillDirectory is null ? null : Path.Combine(spillDirectory, Guid.NewGuid().ToString("N")),
            Functions = DuckDbFunctions.All,
        });
    }
}
