namespace FederationGateway.Catalog.Access;

/// <summary>What can be granted: on relations and schemas as PostgreSQL has it, on remote sources and the system as SAP HANA has it.</summary>
public enum Privilege
{
    Select,
    Insert,
    Update,
    Delete,
    Truncate,
    References,
    Trigger,
    Usage,
    Create,
    CreateVirtualTable,
    CreateRemoteSubscription,
    ProcessRemoteSubscriptionException,
    Alter,
    Drop,
    RemoteExecute,
    LinkedDatabase,
    CreateRemoteSource,
    CreateSchema,
    CatalogRead,
    AgentAdmin,
    AdapterAdmin,
    CredentialAdmin,
    AuditRead,

    /// <summary>To see columns behind their masks.</summary>
    Unmasked,

    /// <summary>To call a procedure, or to start a task.</summary>
    Execute,
}

/// <summary>What a privilege can be granted on.</summary>
public enum SecuredKind
{
    /// <summary>The gateway as a whole.</summary>
    System,
    Schema,
    Relation,
    Source,
    Procedure,
    Task,
}

/// <summary>One thing that has privileges.</summary>
/// <param name="Oid">0 for the system, and for all remote sources together.</param>
public readonly record struct SecuredObject(SecuredKind Kind, long Oid)
{
    public static SecuredObject System { get; } = new(SecuredKind.System, 0);

    /// <summary>Every remote source, those to come included.</summary>
    public static SecuredObject AllSources { get; } = new(SecuredKind.Source, 0);

    public static SecuredObject Of(SchemaEntry schema) => new(SecuredKind.Schema, schema.Oid);

    public static SecuredObject Of(RelationEntry relation) => new(SecuredKind.Relation, relation.Oid);

    public static SecuredObject Of(ProcedureEntry procedure) => new(SecuredKind.Procedure, procedure.Oid);

    public static SecuredObject Of(TaskEntry task) => new(SecuredKind.Task, task.Oid);

    public static SecuredObject Of(RemoteSourceEntry source) => new(SecuredKind.Source, source.Oid);
}
