// Syntax and plan use the same words for the same ideas; here the written form always carries its room's name.
global using Ast = FederationGateway.Parser.Ast;
global using FederationGateway.Common;
global using FederationGateway.Plan;
