using System.Reflection;
using System.Runtime.InteropServices;
using FederationGateway.Common;

namespace FederationGateway.DuckDb.Native;

/// <summary>
/// Finds <c>libduckdb</c>: the file named by <c>FEDGW_LIBDUCKDB</c>, else beside the executable (also in <c>runtimes/&lt;rid&gt;/native</c>), else the
/// npm package fetched into <c>native/node_modules</c> of a folder above the executable.
/// </summary>
internal static class EngineLibrary
{
    public const string Name = "duckdb";
    private const string PathVariable = "FEDGW_LIBDUCKDB";
    private static readonly Lazy<nint> s_library = new(Load);

    /// <summary>Throws the one error that says what to do when the library cannot be found or loaded.</summary>
    public static void EnsureLoaded() => _ = s_library.Value;

    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == Name ? s_library.Value : 0;

    private static nint Load()
    {
        var path = Candidates().FirstOrDefault(File.Exists) ?? throw new GatewayException(SqlState.UndefinedFile, "the embedded engine's library is missing")
        {
            Detail = $"{FileName} was found neither beside the executable nor in native/node_modules.",
            Hint = $"Run \"npm ci\" in the native folder, or name the file in the environment variable {PathVariable}.",
        };
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new GatewayException(SqlState.UndefinedFile, "the embedded engine's library cannot be loaded", e) { Detail = $"{path}: {e.Message}" };
        }
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }

        var home = AppContext.BaseDirectory;
        yield return Path.Combine(home, FileName);
        yield return Path.Combine(home, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName);
        for (var folder = new DirectoryInfo(home); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "native", "node_modules", "@duckdb", $"node-bindings-{Platform}-{Architecture}", FileName);
    }

    private static string FileName => OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    private static string Platform => OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    private static string Architecture => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";
}
