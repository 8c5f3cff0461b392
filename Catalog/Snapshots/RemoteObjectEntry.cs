using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>The searchable dictionary of one source's objects, made by REFRESH OBJECTS.</summary>
public sealed record RemoteObjectsEntry(long Oid, string Source, DateTime RefreshTime, EquatableArray<RemoteObjectEntry> Objects);

/// <summary>One object of a source, as browsing found it.</summary>
public sealed record RemoteObjectEntry(string Id, string DisplayName, string Kind, string? ParentId, bool IsImportable, bool IsExpandable);
