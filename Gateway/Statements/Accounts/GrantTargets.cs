using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Procedures;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Accounts;

/// <summary>One thing privileges are granted on.</summary>
/// <param name="What">Its kind in words.</param>
/// <param name="Owner">Null for what has none.</param>
internal sealed record GrantedThing(SecuredObject Object, string What, string Name, string? Owner, RelationEntry? Relation = null)
{
    /// <summary>Written as DATABASE: its CREATE is the system's CREATE SCHEMA.</summary>
    public bool IsDatabase { get; init; }

    /// <summary>Written as SEQUENCE.</summary>
    public bool IsSequence { get; init; }

    public IEnumerable<Privilege> AllPrivileges => IsSequence ? PrivilegeNames.OfSequences : IsDatabase ? [Privilege.CreateSchema] : PrivilegeNames.Of(Object.Kind);

    /// <summary>Whether somebody may do anything at all with it.</summary>
    public required Func<RoleRights, bool> HasAny { get; init; }
}

/// <summary>What GRANT and REVOKE are about.</summary>
internal static class GrantTargets
{
    public static IReadOnlyList<GrantedThing> Of(StatementRun run, CatalogSnapshot snapshot, GrantTarget? target) => target?.Kind switch
    {
        null => [System],
        GrantTargetKind.Relation => [.. target.Names.Select(name => Of(DdlNames.Relation(run.Session, snapshot, name)))],
        GrantTargetKind.SchemaContent => [.. target.Names.SelectMany(name => snapshot.Relations[Schema(snapshot, name.Last).Name].Values.OrderBy(relation => relation.Oid)).Select(relation => Of(relation))],
        GrantTargetKind.Sequence => [.. target.Names.Select(name => Of(DdlNames.Relation(run.Session, snapshot, name) as SequenceEntry
            ?? throw new GatewayException(SqlState.WrongObjectType, $"\"{name.Last.Text}\" is not a sequence") { Position = name.Span.Start }))],
        GrantTargetKind.SchemaSequences => [.. target.Names.SelectMany(name => snapshot.Relations[Schema(snapshot, name.Last).Name].Values.OfType<SequenceEntry>().OrderBy(sequence => sequence.Oid)).Select(Of)],
        GrantTargetKind.Schema => [.. target.Names.Select(name => Of(Schema(snapshot, name.Last)))],
        GrantTargetKind.RemoteSource => [.. target.Names.Select(name => Of(DdlNames.Source(snapshot, name.Last)))],
        GrantTargetKind.AllRemoteSources => [AllSources],
        GrantTargetKind.Procedure => [.. target.Procedures.Select(reference => Of(ProcedureNames.Get(run.Session, snapshot, reference)))],
        GrantTargetKind.Task => [.. target.Names.Select(name => Of(TaskStatements.Find(run.Session, snapshot, name) ?? throw TaskStatements.Missing(name)))],
        _ => [.. target.Names.Select(name => Database(name.Last))],
    };

    private static GrantedThing System => new(SecuredObject.System, "the system", "the system", null) { HasAny = rights => PrivilegeNames.Of(SecuredKind.System).Any(rights.Has) };

    private static GrantedThing AllSources => new(SecuredObject.AllSources, "all remote sources", "all remote sources", null) { HasAny = _ => false };

    private static GrantedThing Of(RelationEntry relation)
    {
        RelationNames.RefuseSystem(relation);
        return new GrantedThing(SecuredObject.Of(relation), RelationDrops.KindOf(relation), relation.Name, relation.Owner, relation)
        {
            HasAny = rights => PrivilegeNames.Of(SecuredKind.Relation).Any(privilege => rights.HasAnyColumn(relation, privilege)),
        };
    }

    private static GrantedThing Of(SequenceEntry sequence) => new(SecuredObject.Of(sequence), "sequence", sequence.Name, sequence.Owner)
    {
        IsSequence = true,
        HasAny = rights => PrivilegeNames.OfSequences.Any(privilege => rights.Has(sequence, privilege)),
    };

    private static GrantedThing Of(SchemaEntry schema)
    {
        if (schema.IsSystem) throw Guard.Denied("schema", schema.Name);
        return new GrantedThing(SecuredObject.Of(schema), "schema", schema.Name, schema.Owner) { HasAny = rights => PrivilegeNames.Of(SecuredKind.Schema).Any(privilege => rights.Has(schema, privilege)) };
    }

    private static GrantedThing Of(ProcedureEntry procedure) =>
        new(SecuredObject.Of(procedure), "procedure", procedure.Name, procedure.Owner) { HasAny = rights => rights.Has(procedure, Privilege.Execute) };

    private static GrantedThing Of(TaskEntry task) => new(SecuredObject.Of(task), "task", task.Name, task.Owner) { HasAny = rights => rights.Has(task, Privilege.Execute) };

    private static GrantedThing Of(RemoteSourceEntry source) => new(SecuredObject.Of(source), "remote source", source.Name, source.Owner) { HasAny = rights => rights.Sees(source) };

    private static GrantedThing Database(Identifier name) => name.Text == GatewayCore.DatabaseName
        ? System with { What = "database", Name = name.Text, IsDatabase = true }
        : throw new GatewayException(SqlState.InvalidCatalogName, $"database \"{name.Text}\" does not exist") { Position = name.Span.Start };

    private static SchemaEntry Schema(CatalogSnapshot snapshot, Identifier name) => snapshot.FindSchema(name.Text) ?? throw DdlNames.MissingSchema(name);
}
