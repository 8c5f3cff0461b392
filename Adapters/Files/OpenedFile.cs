using System.Globalization;
using FederationGateway.Common;
using Microsoft.Win32.SafeHandles;

namespace FederationGateway.Adapters.Files;

/// <summary>
/// A file of the source's directory, open. Names can be swapped for links at any moment, open files cannot: the file is opened first, then the system is asked
/// where what was opened lies, and the engine reads it through its descriptor and never by its name. Only Linux offers all of this; elsewhere the name
/// that was checked is handed to the engine, and a link put in its place in that moment is followed.
/// </summary>
internal sealed class OpenedFile : IDisposable
{
    private const string Descriptors = "/proc/self/fd";
    private readonly SafeFileHandle _handle;

    private OpenedFile(SafeFileHandle handle, string realPath)
    {
        _handle = handle;
        RealPath = realPath;
        EnginePath = OperatingSystem.IsLinux() ? DescriptorPath(handle) : realPath;
    }

    public string RealPath { get; }

    /// <summary>What the engine is to open; serves until this object is disposed.</summary>
    public string EnginePath { get; }

    public long Length => RandomAccess.GetLength(_handle);

    /// <param name="realPath">A path inside the root, its links followed.</param>
    /// <param name="name">What the file is called in errors.</param>
    public static OpenedFile Open(string root, string realPath, string name)
    {
        var handle = OpenHandle(realPath, name);
        try
        {
            if (OperatingSystem.IsLinux()) Sandbox.RefuseEscape(root, new FileInfo(DescriptorPath(handle)).LinkTarget ?? "", name);
            return new OpenedFile(handle, realPath);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public void Dispose() => _handle.Dispose();

    private static string DescriptorPath(SafeFileHandle handle) => string.Create(CultureInfo.InvariantCulture, $"{Descriptors}/{handle.DangerousGetHandle()}");

    private static SafeFileHandle OpenHandle(string path, string name)
    {
        try
        {
            return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GatewayException(SqlState.RemoteTableNotFound, $"there is no file \"{name}\" in the source's directory");
        }
        catch (UnauthorizedAccessException)
        {
            throw new GatewayException(SqlState.InsufficientPrivilege, $"file \"{name}\" may not be read by the gateway");
        }
        catch (IOException e)
        {
            throw new GatewayException(SqlState.IoError, $"file \"{name}\" cannot be opened", e);
        }
    }
}
