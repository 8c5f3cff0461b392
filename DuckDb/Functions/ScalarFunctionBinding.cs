using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Registers a <see cref="ScalarFunction"/> with the engine and receives its calls, which come on the engine's threads.</summary>
internal static unsafe class ScalarFunctionBinding
{
    private const int MaxArguments = 64;

    public static void Register(ConnectionHandle connection, ScalarFunction function)
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
            DuckDbApi.ScalarFunctionSetExtraInfo(native, NativeCallback.Handle(function), &NativeCallback.Free);
            DuckDbApi.ScalarFunctionSetFunction(native, &Call);
            if (DuckDbApi.RegisterScalarFunction(connection, native) == NativeState.Error)
                throw new GatewayException(SqlState.InternalError, $"the engine did not accept the function {function.Name}");
        }
        finally
        {
            DuckDbApi.DestroyScalarFunction(ref native);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Call(nint info, nint chunk, nint output)
    {
        // An exception that escapes a callback ends the process, so everything is caught and reported.
        try
        {
            var function = NativeCallback.Target<ScalarFunction>(DuckDbApi.ScalarFunctionGetExtraInfo(info));
            var arguments = (int)DuckDbApi.DataChunkGetColumnCount(chunk);
            Span<VectorInput> inputs = arguments <= MaxArguments ? stackalloc VectorInput[arguments] : new VectorInput[arguments];
            var call = new ScalarCall(chunk, output, inputs);
            if (!function.SeesNulls) PropagateNulls(call);
            function.Body(call);
        }
        catch (Exception e)
        {
            DuckDbApi.ScalarFunctionSetError(info, OriginalErrors.Remember(e));
        }
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
