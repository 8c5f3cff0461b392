using FederationGateway.Common;

namespace FederationGateway.Adapters.Files;

/// <summary>
/// Keeps reading inside the source's directory: names are resolved here, symbolic links followed to their end, and whatever ends outside is refused. Checked at
/// every use, and once more of the opened file (<see cref="OpenedFile"/>), so a link that comes later does not help.
/// </summary>
internal static class Sandbox
{
    private static readonly StringComparison PathComparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>True when a path is the root or lies below it, as written.</summary>
    public static bool Contains(string root, string path)
    {
        var (fullRoot, fullPath) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var below = Path.EndsInDirectorySeparator(fullRoot) ? fullRoot : fullRoot + Path.DirectorySeparatorChar;
        return fullPath.Equals(fullRoot, PathComparison) || fullPath.StartsWith(below, PathComparison);
    }

    /// <summary>The real paths of the files an object name means: one file, or those a pattern with * and ? matches. HV00R when there is none.</summary>
    public static IReadOnlyList<string> Resolve(string root, string name)
    {
        RefuseOutside(root, name);
        var files = name.AsSpan().ContainsAny('*', '?') ? Match(root, name) : [Path.Combine(root, name)];
        var real = files.Where(File.Exists).Select(file => RealPath(root, file, name)).Order(StringComparer.Ordinal).ToList();
        return real.Count > 0 ? real : throw new GatewayException(SqlState.RemoteTableNotFound, $"there is no file \"{name}\" in the source's directory");
    }

    /// <summary>The directory of a relative name, which must be inside.</summary>
    public static string ResolveDirectory(string root, string? name)
    {
        if (string.IsNullOrEmpty(name)) return root;
        RefuseOutside(root, name);
        var path = Path.Combine(root, name);
        if (!Directory.Exists(path)) throw new GatewayException(SqlState.RemoteSchemaNotFound, $"there is no directory \"{name}\" in the source's directory");
        RefuseEscape(root, FinalPath(path), name);
        return path;
    }

    /// <summary>True when the file or directory, its links followed, is still inside: others are not listed.</summary>
    public static bool IsInside(string root, string path) => Contains(FinalPath(root), FinalPath(path));

    private static IEnumerable<string> Match(string root, string pattern)
    {
        var (directory, file) = (Path.GetDirectoryName(pattern) ?? "", Path.GetFileName(pattern));
        if (directory.AsSpan().ContainsAny('*', '?')) throw new GatewayException(SqlState.FeatureNotSupported, "a pattern in the directory part of a file name is not supported");
        return Directory.EnumerateFiles(ResolveDirectory(root, directory), file);
    }

    private static void RefuseOutside(string root, string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(name) || !Contains(root, Path.Combine(root, name)))
            throw new GatewayException(SqlState.InsufficientPrivilege, $"file \"{name}\" is outside the source's directory");
    }

    private static string RealPath(string root, string file, string name)
    {
        var final = FinalPath(file);
        RefuseEscape(root, final, name);
        return final;
    }

    /// <summary>42501 when a path without links is not inside.</summary>
    public static void RefuseEscape(string root, string finalPath, string name)
    {
        if (!Contains(FinalPath(root), finalPath)) throw new GatewayException(SqlState.InsufficientPrivilege, $"file \"{name}\" is a link that leads outside the source's directory");
    }

    /// <summary>The path with its links followed: every component may be one, so each is looked at from the root of the file system on.</summary>
    public static string FinalPath(string path)
    {
        var full = Path.GetFullPath(path);
        var current = Path.GetPathRoot(full)!;
        foreach (var component in full[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, component);
            FileSystemInfo info = Directory.Exists(current) ? new DirectoryInfo(current) : new FileInfo(current);
            if (info.LinkTarget is not null) current = FinalPath(info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? current);
        }

        return current;
    }
}
