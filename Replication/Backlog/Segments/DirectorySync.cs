using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FederationGateway.Replication.Backlog;

/// <summary>Makes durable what a directory has: an fsync of a new file alone does not.</summary>
internal static partial class DirectorySync
{
    private const int CloseOnExec = 0x80000;    // O_CLOEXEC; O_RDONLY is 0

    /// <summary>Makes a directory, and those around it that are not there, so that none of them is gone after the machine stops.</summary>
    public static void Create(string directory)
    {
        if (Directory.Exists(directory)) return;
        if (Path.GetDirectoryName(directory) is not { Length: > 0 } parent) return;
        Create(parent);
        Directory.CreateDirectory(directory);
        Flush(parent);
    }

    public static void Flush(string directory)
    {
        if (!OperatingSystem.IsLinux()) return;     // elsewhere the file system is trusted with the order
        var descriptor = Open(directory, CloseOnExec);
        if (descriptor < 0) throw Failure(directory);
        try
        {
            if (Synchronize(descriptor) < 0) throw Failure(directory);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string directory)
    {
        var number = Marshal.GetLastPInvokeError();
        return new IOException($"{directory}: {new Win32Exception(number).Message}", number);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
