using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Registers a <see cref="ScalarFunction"/> with the engine and receives its calls, which come on the engine's threads.</summary>
internal sealed unsafe class ScalarFunctionBinding
{
    private const int ArgumentsOnStack = 64;
    private readonly ScalarFunction _function;
    private readonly WeakReference<DuckDbEngine> _engine;

    // Of functions whose values have no fixed width: the type of the vectors they are written to.
    private readonly LogicalTypeHandle? _ownVectorType;

    private ScalarFunctionBinding(ScalarFunction function, DuckDbEngine engine)
    {
        (_function, _engine) = (function, new WeakReference<DuckDbEngine>(engine));
        if (function.Returns.Id is EngineTypeId.VarChar or EngineTypeId.Blob or EngineTypeId.List) _ownVectorType = function.Returns.ToNative();
    }

    public static void Register(DuckDbEngine engine, ConnectionHandle connection, ScalarFunction function)
    {
        var native = DuckDbApi.CreateScalarFunction();
        try
        {
            DuckDbApi.ScalarFunctionSetName(native, function.Name);
            foreach (var parameter in function.Parameters)
            {
                using var type = parameter.ToNative();
                DuckDbApi.ScalarFunctionAddParameter(native, type);
            }

            if (function.VarArgs is { } varArgs)
            {
                using var type = varArgs.ToNative();
                DuckDbApi.ScalarFunctionSetVarargs(native, type);
            }

            using var returns = function.Returns.ToNative();
            DuckDbApi.ScalarFunctionSetReturnType(native, returns);
            if (function.SeesNulls) DuckDbApi.ScalarFunctionSetSpecialHandling(native);
            if (function.IsVolatile) DuckDbApi.ScalarFunctionSetVolatile(native);
            DuckDbApi.ScalarFunctionSetExtraInfo(native, NativeCallback.Handle(new ScalarFunctionBinding(function, engine)), &NativeCallback.Free);
            DuckDbApi.ScalarFunctionSetBind(native, &Bind);
            DuckDbApi.ScalarFunctionSetFunction(native, &Call);
            if (DuckDbApi.RegisterScalarFunction(connection, native) == NativeState.Error)
                throw new GatewayException(SqlState.InternalError, $"the engine did not accept the function {function.Name}");
        }
        finally
        {
            DuckDbApi.DestroyScalarFunction(ref native);
        }
    }

    // The bound call remembers its connection's number (plus one: null means none), a plain value that is copied with the plan and never freed.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        DuckDbApi.ScalarFunctionBindGetClientContext(info, out var context);
        var id = DuckDbApi.ClientContextGetConnectionId(context);
        DuckDbApi.DestroyClientContext(ref context);
        DuckDbApi.ScalarFunctionSetBindData(info, (nint)(id + 1), null);
        DuckDbApi.ScalarFunctionSetBindDataCopy(info, &CopyBindData);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CopyBindData(nint data) => data;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Call(nint info, nint chunk, nint output)
    {
        // An exception that escapes a callback ends the process, so everything is caught and reported.
        try
        {
            var binding = NativeCallback.Target<ScalarFunctionBinding>(DuckDbApi.ScalarFunctionGetExtraInfo(info));
            var token = binding._function.Waits && Connection(info) is { } connection ? connection.RunningToken : CancellationToken.None;
            if (binding._ownVectorType is null) Compute(binding._function, chunk, output, token);
            else binding.ComputeApart(chunk, output, token);
        }
        catch (Exception e)
        {
            Connection(info)?.RememberFailure(e);
            DuckDbApi.ScalarFunctionSetError(info, OriginalErrors.Remember(e));
        }
    }

    private static void Compute(ScalarFunction function, nint chunk, nint output, CancellationToken cancellationToken)
    {
        var arguments = (int)DuckDbApi.DataChunkGetColumnCount(chunk);
        Span<VectorInput> inputs = arguments <= ArgumentsOnStack ? stackalloc VectorInput[arguments] : new VectorInput[arguments];
        var call = new ScalarCall(chunk, output, inputs) { CancellationToken = cancellationToken };
        if (!function.SeesNulls) PropagateNulls(call);
        function.Body(call);
    }

    // The engine's own vector takes room for text from the engine's memory limit, and reaching it throws a C++ exception through this callback, which ends the
    // process. A vector made here takes it from the process; the engine's then refers to it.
    private void ComputeApart(nint chunk, nint output, CancellationToken cancellationToken)
    {
        var vector = DuckDbApi.CreateVector(_ownVectorType!, DuckDbApi.ChunkRows);
        try
        {
            Compute(_function, chunk, vector, cancellationToken);
            DuckDbApi.VectorReference(output, vector);
        }
        finally
        {
            DuckDbApi.DestroyVector(ref vector);
        }
    }

    private static DuckDbConnection? Connection(nint info)
    {
        var binding = NativeCallback.Target<ScalarFunctionBinding>(DuckDbApi.ScalarFunctionGetExtraInfo(info));
        var id = (ulong)DuckDbApi.ScalarFunctionGetBindData(info);
        return id != 0 && binding._engine.TryGetTarget(out var engine) ? engine.ConnectionOf(id - 1) : null;
    }

    private static void PropagateNulls(in ScalarCall call)
    {
        for (var argument = 0; argument < call.ArgumentCount; argument++)
        {
            var input = call[argument];
            if (!input.HasNulls) continue;
            for (var row = 0; row < call.RowCount; row++)
                if (input.IsNull(row)) call.Output.SetNull(row);
        }
    }
}
