/**
 * One statement of the gateway's SQL: PostgreSQL's language for queries and data, HANA's for remote sources and virtual tables.
 * Statements are cut at their semicolons before this grammar sees them. Where the grammar accepts more than the language does
 * (a chain of comparisons, ANY without an operator), the tree builder reports the syntax error.
 */
parser grammar FedSqlParser;

options { tokenVocab = FedSqlLexer; superClass = FederationGateway.Parser.Parsing.DepthLimitedParser; }

root : statement EOF ;

statement
    : preparableStatement
    | truncateStatement
    | copyStatement
    | createSchemaStatement
    | createTableStatement
    | createTableAsStatement
    | createTableLikeStatement
    | createTableOfStatement
    | createViewStatement
    | createIndexStatement
    | createSequenceStatement
    | alterSequenceStatement
    | alterTableStatement
    | dropStatement
    | commentStatement
    | transactionStatement
    | setStatement
    | showStatement
    | resetStatement
    | discardStatement
    | explainStatement
    | prepareStatement
    | executeStatement
    | deallocateStatement
    | declareCursorStatement
    | fetchStatement
    | closeCursorStatement
    | listenStatement
    | unlistenStatement
    | notifyStatement
    | callStatement
    | createProcedureStatement
    | dropProcedureStatement
    | maintenanceStatement
    | checkpointStatement
    | doStatement
    | lockStatement
    | createAdapterStatement
    | alterAdapterStatement
    | createRemoteSourceStatement
    | createServerStatement
    | alterRemoteSourceStatement
    | createVirtualTableStatement
    | createForeignTableStatement
    | alterVirtualTableStatement
    | importForeignSchemaStatement
    | createRemoteSubscriptionStatement
    | alterRemoteSubscriptionStatement
    | dropRemoteSubscriptionStatement
    | processExceptionStatement
    | createTaskStatement
    | createProcedureTaskStatement
    | startTaskStatement
    | cancelTaskStatement
    | dropTaskStatement
    | createStatisticsStatement
    | alterStatisticsStatement
    | refreshStatisticsStatement
    | dropStatisticsStatement
    | createRoleStatement
    | alterRoleStatement
    | dropRoleStatement
    | grantStatement
    | revokeStatement
    | reassignOwnedStatement
    | dropOwnedStatement
    | alterSchemaStatement
    | createPolicyStatement
    | alterPolicyStatement
    | dropPolicyStatement
    | credentialStatement
    | userMappingStatement
    ;

preparableStatement : withClause? ( query | insert | update | delete | merge | upsert ) ;

/** The words MATCHED are checked when the tree is read. */
merge : MERGE INTO relation ( AS? colId )? USING tableReference ON expr mergeWhen+ ;

mergeWhen
    : WHEN Identifier ( AND expr )? THEN ( UPDATE SET assignment ( Comma assignment )* | DELETE | DO NOTHING )    # mergeMatched
    | WHEN NOT Identifier ( AND expr )? THEN ( mergeInsert | DO NOTHING )                                        # mergeNotMatched
    ;

mergeInsert
    : INSERT ( DEFAULT VALUES | ( LeftParen assignmentTarget ( Comma assignmentTarget )* RightParen )? ( OVERRIDING ( USER | SYSTEM ) VALUE )? VALUES valuesRow )
    ;

// ---- queries --------------------------------------------------------------------------------------------------------------

queryStatement : withClause? query ;

query : queryBody orderByClause? queryTail* hintClause? ;

queryTail
    : LIMIT ( ALL | expr ) ( Comma expr )?                                                           # limitTail
    | OFFSET expr ( ROW | ROWS )?                                                                    # offsetTail
    | FETCH ( FIRST | NEXT ) fetchCount? ( ROW | ROWS ) ( ONLY | WITH TIES )                         # fetchTail
    | FOR lockStrength ( OF qualifiedName ( Comma qualifiedName )* )? ( NOWAIT | SKIP_ LOCKED )?     # lockTail
    | FOR READ ONLY                                                                                  # readOnlyTail
    ;

fetchCount : ( Plus | Minus )? ( IntegerLiteral | NumericLiteral ) | primary ;

lockStrength : UPDATE | NO KEY UPDATE | SHARE | KEY SHARE ;

hintClause : WITH HINT LeftParen hint ( Comma hint )* RightParen ;

hint : colId ( LeftParen exprList? RightParen )? ;

withClause : WITH RECURSIVE? commonTable ( Comma commonTable )* ;

commonTable : colId columnList? AS ( NOT? MATERIALIZED )? LeftParen preparableStatement RightParen searchClause? cycleClause? ;

searchClause : SEARCH ( BREADTH | DEPTH ) FIRST BY colId ( Comma colId )* SET colId ;

cycleClause : CYCLE colId ( Comma colId )* SET mark=colId ( TO literal DEFAULT literal )? USING path=colId ;

queryBody
    : queryBody INTERSECT ( ALL | DISTINCT )? queryBody                  # setOperation
    | queryBody ( UNION | EXCEPT ) ( ALL | DISTINCT )? queryBody         # setOperation
    | select                                                             # selectOperand
    | valuesClause                                                       # valuesOperand
    | TABLE relation                                                     # tableOperand
    | LeftParen queryStatement RightParen                                # nestedOperand
    ;

select
    : SELECT top? selectQuantifier? ( selectItem ( Comma selectItem )* )? intoClause?
      fromClause? whereClause? groupByClause? havingClause? windowClause?
    ;

top : TOP ( IntegerLiteral | Parameter ) ;

selectQuantifier : ALL | DISTINCT ( ON LeftParen exprList RightParen )? ;

selectItem : Star | expr ( AS colLabel | bareLabel )? ;

intoClause : INTO ( TEMPORARY | TEMP | UNLOGGED )? TABLE? qualifiedName ;

fromClause : FROM tableReference ( Comma tableReference )* ;

whereClause : WHERE expr ;

groupByClause : GROUP BY ( ALL | DISTINCT )? groupingElement ( Comma groupingElement )* ;

groupingElement
    : LeftParen RightParen                                                                           # emptyGrouping
    | ( ROLLUP | CUBE | GROUPING SETS ) LeftParen groupingElement ( Comma groupingElement )* RightParen  # groupingSets
    | expr                                                                                           # groupingKey
    ;

havingClause : HAVING expr ;

windowClause : WINDOW windowDefinition ( Comma windowDefinition )* ;

windowDefinition : colId AS windowSpecification ;

windowSpecification : LeftParen colId? ( PARTITION BY exprList )? orderByClause? windowFrame? RightParen ;

windowFrame
    : ( RANGE | ROWS | GROUPS ) ( frameBound | BETWEEN frameBound AND frameBound )
      ( EXCLUDE ( CURRENT ROW | GROUP | TIES | NO OTHERS ) )?
    ;

frameBound : UNBOUNDED ( PRECEDING | FOLLOWING ) | CURRENT ROW | expr ( PRECEDING | FOLLOWING ) ;

valuesClause : VALUES valuesRow ( Comma valuesRow )* ;

valuesRow : LeftParen valueItem ( Comma valueItem )* RightParen ;

valueItem : expr | DEFAULT ;

orderByClause : ORDER BY sortItem ( Comma sortItem )* ;

sortItem : expr ( ASC | DESC | USING anyOperator )? ( NULLS ( FIRST | LAST ) )? ;

tableReference : tablePrimary joinPart* ;

joinPart
    : CROSS JOIN tablePrimary
    | NATURAL joinType? JOIN tablePrimary
    | joinType? JOIN tableReference joinCondition
    ;

joinType : INNER | ( LEFT | RIGHT | FULL ) OUTER? ;

joinCondition : ON expr | USING columnList ( AS colId )? ;

tablePrimary
    : LATERAL? LeftParen queryStatement RightParen tableAlias?                                       # derivedTable
    | LeftParen tableReference RightParen tableAlias?                                                # nestedJoin
    | relation tableAlias? tableSample?                                                              # namedTable
    | NamedParameter tableAlias?                                                                     # parameterTable
    | LATERAL? tableFunction ( WITH ORDINALITY )? tableAlias?                                        # functionTable
    | LATERAL? ROWS FROM LeftParen rowsFromItem ( Comma rowsFromItem )* RightParen ( WITH ORDINALITY )? tableAlias?  # rowsFromTable
    ;

relation : qualifiedName Star? | ONLY ( qualifiedName | LeftParen qualifiedName RightParen ) ;

tableFunction : functionName arguments | specialFunction ;

rowsFromItem : tableFunction ( AS LeftParen aliasColumn ( Comma aliasColumn )* RightParen )? ;

tableAlias
    : AS? colId ( LeftParen aliasColumn ( Comma aliasColumn )* RightParen )?
    | AS LeftParen aliasColumn ( Comma aliasColumn )* RightParen
    ;

aliasColumn : colId ( typeName ( COLLATE qualifiedName )? )? ;

tableSample : TABLESAMPLE functionName LeftParen exprList RightParen ( REPEATABLE LeftParen expr RightParen )? ;

// ---- expressions, the tightest binding first ------------------------------------------------------------------------------

expr
    : primary                                                                                        # primaryExpr
    | expr TypeCast typeName                                                                         # castExpr
    | ( Plus | Minus ) expr                                                                          # signExpr
    | expr COLLATE qualifiedName                                                                     # collateExpr
    | expr AT TIME ZONE expr                                                                         # atTimeZoneExpr
    | expr Caret expr                                                                                # binaryExpr
    | expr ( Star | Slash | Percent ) expr                                                           # binaryExpr
    | expr ( Plus | Minus ) expr                                                                     # binaryExpr
    | operator expr                                                                                  # prefixExpr
    | expr operator expr                                                                             # binaryExpr
    | expr NOT? BETWEEN ( SYMMETRIC | ASYMMETRIC )? bexpr AND expr                                   # betweenExpr
    | expr NOT? IN LeftParen ( queryStatement | exprList ) RightParen                                # inExpr
    | expr NOT? ( LIKE | ILIKE | SIMILAR TO ) expr                                                   # likeExpr
    | expr ESCAPE expr                                                                               # escapeExpr
    | expr ( Less | Greater | Equal | LessEqual | GreaterEqual | NotEqual ) expr                     # comparisonExpr
    | expr OVERLAPS expr                                                                             # overlapsExpr
    | expr IS NOT? DISTINCT FROM expr                                                                # isDistinctExpr
    | expr IS NOT? ( NFC | NFD | NFKC | NFKD )? NORMALIZED                                             # isNormalizedExpr
    | expr IS NOT? DOCUMENT                                                                          # isDocumentExpr
    | expr ( IS NOT? ( NULL | TRUE | FALSE | UNKNOWN ) | ISNULL | NOTNULL )                          # isExpr
    | NOT expr                                                                                       # notExpr
    | expr AND expr                                                                                  # andExpr
    | expr OR expr                                                                                   # orExpr
    ;

/** Where a bare AND, NOT or IN would be taken for the surrounding syntax's own: BETWEEN's lower bound, DEFAULT, POSITION. */
bexpr
    : primary                                                                                        # primaryBexpr
    | bexpr TypeCast typeName                                                                        # castBexpr
    | ( Plus | Minus ) bexpr                                                                         # signBexpr
    | bexpr Caret bexpr                                                                              # binaryBexpr
    | bexpr ( Star | Slash | Percent ) bexpr                                                         # binaryBexpr
    | bexpr ( Plus | Minus ) bexpr                                                                   # binaryBexpr
    | operator bexpr                                                                                 # prefixBexpr
    | bexpr operator bexpr                                                                           # binaryBexpr
    | bexpr ( Less | Greater | Equal | LessEqual | GreaterEqual | NotEqual ) bexpr                   # comparisonBexpr
    | bexpr IS NOT? DISTINCT FROM bexpr                                                              # isDistinctBexpr
    ;

exprList : expr ( Comma expr )* ;

operator : Operator | OPERATOR LeftParen ( colId Dot )* anyOperatorSymbol RightParen ;

anyOperator : anyOperatorSymbol | OPERATOR LeftParen ( colId Dot )* anyOperatorSymbol RightParen ;

anyOperatorSymbol
    : Operator | Plus | Minus | Star | Slash | Percent | Caret | Less | Greater | Equal | LessEqual | GreaterEqual | NotEqual
    ;

primary
    : literal                                                                                        # literalPrimary
    | namePart nameSuffix* ( callArguments StringLiteral? | StringLiteral | subscript indirection* )?  # namePrimary
    | typeFunctionKeyword nameSuffix* ( callArguments StringLiteral? | StringLiteral )               # namePrimary
    | colNameKeyword nameSuffix* ( subscript indirection* )?                                         # namePrimary
    | builtinType StringLiteral                                                                      # typedPrimary
    | INTERVAL ( LeftParen IntegerLiteral RightParen StringLiteral | StringLiteral intervalFields? ) # intervalPrimary
    | Parameter indirection*                                                                         # parameterPrimary
    | NamedParameter                                                                                 # namedParameterPrimary
    | LeftParen queryStatement RightParen indirection*                                               # subqueryPrimary
    | LeftParen expr ( Comma expr )* RightParen indirection*                                         # parenthesizedPrimary
    | ROW LeftParen exprList? RightParen indirection*                                                # rowPrimary
    | EXISTS LeftParen queryStatement RightParen                                                     # existsPrimary
    | ARRAY LeftParen queryStatement RightParen indirection*                                         # arraySubqueryPrimary
    | ARRAY arrayItems indirection*                                                                  # arrayPrimary
    | CASE expr? ( WHEN expr THEN expr )+ ( ELSE expr )? END                                         # casePrimary
    | ( ANY | SOME | ALL ) LeftParen ( queryStatement | expr ) RightParen                            # quantifiedPrimary
    | GROUPING LeftParen exprList RightParen                                                         # groupingPrimary
    | specialFunction                                                                                # specialPrimary
    ;

/** A name that can be a column's, and at the same time a function's or a type's. */
namePart : Identifier | QuotedIdentifier | UnicodeIdentifier | unreservedKeyword ;

nameSuffix : Dot ( colLabel | Star ) ;

indirection : Dot ( colLabel | Star ) | subscript ;

subscript : LeftBracket ( expr | lower=expr? Colon upper=expr? ) RightBracket ;

arrayItems : LeftBracket ( expr ( Comma expr )* | arrayItems ( Comma arrayItems )* )? RightBracket ;

literal : StringLiteral | BitString | IntegerLiteral | NumericLiteral | TRUE | FALSE | NULL ;

arguments : LeftParen ( Star | ( ALL | DISTINCT )? argument ( Comma argument )* orderByClause? )? RightParen ;

callArguments
    : arguments ( WITHIN GROUP LeftParen orderByClause RightParen )? ( FILTER LeftParen WHERE expr RightParen )?
      ( OVER ( windowSpecification | colId ) )?
    ;

argument : VARIADIC? ( functionKeywordName ( ColonEquals | Arrow ) )? expr ;

functionKeywordName : namePart | typeFunctionKeyword ;

specialFunction
    : EXTRACT LeftParen ( colLabel | StringLiteral ) FROM expr RightParen                            # extractFunction
    | POSITION LeftParen bexpr IN bexpr RightParen                                                   # positionFunction
    | SUBSTRING LeftParen substringArguments RightParen                                              # substringFunction
    | OVERLAY LeftParen expr ( PLACING expr FROM expr ( FOR expr )? | ( Comma expr )+ ) RightParen   # overlayFunction
    | TRIM LeftParen ( BOTH | LEADING | TRAILING )? ( expr FROM | FROM )? exprList RightParen        # trimFunction
    | NORMALIZE LeftParen expr ( Comma ( NFC | NFD | NFKC | NFKD ) )? RightParen                     # normalizeFunction
    | COLLATION FOR LeftParen expr RightParen                                                        # collationForFunction
    | CAST LeftParen expr AS typeName RightParen                                                     # castFunction
    | ( COALESCE | NULLIF | GREATEST | LEAST ) LeftParen exprList RightParen                         # listFunction
    | foreignForm LeftParen enclosed+ RightParen                                                     # foreignFunction
    | ( CURRENT_DATE | CURRENT_ROLE | CURRENT_USER | SESSION_USER | USER | CURRENT_CATALOG | CURRENT_SCHEMA )  # nowFunction
    | ( CURRENT_TIME | CURRENT_TIMESTAMP | LOCALTIME | LOCALTIMESTAMP ) ( LeftParen IntegerLiteral RightParen )?  # nowFunction
    ;

/** Calls with a grammar of their own that the gateway does not have: known by their first word, read to their last parenthesis. */
foreignForm
    : XMLCONCAT | XMLELEMENT | XMLEXISTS | XMLFOREST | XMLPARSE | XMLPI | XMLROOT | XMLSERIALIZE | XMLTABLE | TREAT
    ;

enclosed : ~( LeftParen | RightParen ) | LeftParen enclosed* RightParen ;

substringArguments
    : expr FROM expr ( FOR expr )?                                                                   # substringFrom
    | expr FOR expr ( FROM expr )?                                                                   # substringFor
    | expr SIMILAR expr                                                                              # substringSimilar
    | expr ( Comma expr )*                                                                           # substringList
    ;

// ---- types and names ------------------------------------------------------------------------------------------------------

typeName : SETOF? simpleType ( arrayBound* | ARRAY ( LeftBracket IntegerLiteral RightBracket )? ) ;

arrayBound : LeftBracket IntegerLiteral? RightBracket ;

simpleType
    : builtinType
    | INTERVAL ( intervalFields | LeftParen IntegerLiteral RightParen )?
    | typeFunctionName ( Dot colLabel )* typeModifiers?
    ;

typeModifiers : LeftParen exprList RightParen ;

builtinType
    : ( INT | INTEGER | SMALLINT | BIGINT | REAL | BOOLEAN )                                         # plainType
    | ( DEC | DECIMAL | NUMERIC | FLOAT ) typeModifiers?                                             # numberType
    | DOUBLE PRECISION                                                                               # doubleType
    | ( CHARACTER | CHAR | NCHAR | NATIONAL ( CHARACTER | CHAR ) ) VARYING? typeModifiers?           # characterType
    | VARCHAR typeModifiers?                                                                         # characterType
    | BIT VARYING? typeModifiers?                                                                    # bitType
    | ( TIMESTAMP | TIME ) ( LeftParen IntegerLiteral RightParen )? ( ( WITH | WITHOUT ) TIME ZONE )?  # timeType
    ;

intervalFields
    : YEAR | MONTH | DAY | HOUR | MINUTE | intervalSecond
    | YEAR TO MONTH
    | DAY TO ( HOUR | MINUTE | intervalSecond )
    | HOUR TO ( MINUTE | intervalSecond )
    | MINUTE TO intervalSecond
    ;

intervalSecond : SECOND ( LeftParen IntegerLiteral RightParen )? ;

qualifiedName : colId ( Dot colLabel )* ;

functionName : functionKeywordName | colId ( Dot colLabel )+ ;

typeFunctionName : Identifier | QuotedIdentifier | UnicodeIdentifier | unreservedKeyword | typeFunctionKeyword ;

columnList : LeftParen colId ( Comma colId )* RightParen ;

colId : Identifier | QuotedIdentifier | UnicodeIdentifier | unreservedKeyword | colNameKeyword ;

nonReservedWord : Identifier | QuotedIdentifier | UnicodeIdentifier | unreservedKeyword | colNameKeyword | typeFunctionKeyword ;

colLabel
    : Identifier | QuotedIdentifier | UnicodeIdentifier | unreservedKeyword | colNameKeyword | typeFunctionKeyword | reservedKeyword
    ;

/** A column label without AS: words that could go on with the expression are left out. */
bareLabel : Identifier | QuotedIdentifier | UnicodeIdentifier | bareKeyword ;

// ---- data -----------------------------------------------------------------------------------------------------------------

insert
    : INSERT INTO qualifiedName ( AS colId )? insertSource onConflict? returning?
    ;

/** HANA's: a row is changed where there is one, else inserted. */
upsert
    : ( UPSERT | REPLACE ) INTO? qualifiedName ( LeftParen assignmentTarget ( Comma assignmentTarget )* RightParen )?
      ( VALUES valuesRow ( whereClause | WITH PRIMARY KEY )? | queryStatement )
    ;

insertSource
    : DEFAULT VALUES
    | ( LeftParen assignmentTarget ( Comma assignmentTarget )* RightParen )? ( OVERRIDING ( USER | SYSTEM ) VALUE )? queryStatement
    ;

assignmentTarget : colId indirection* ;

onConflict
    : ON CONFLICT ( LeftParen conflictTarget ( Comma conflictTarget )* RightParen whereClause? | ON CONSTRAINT colId )?
      DO ( NOTHING | UPDATE SET assignment ( Comma assignment )* whereClause? )
    ;

conflictTarget : indexKey ;

returning : RETURNING selectItem ( Comma selectItem )* ;

update
    : UPDATE relation ( AS? colId )? SET assignment ( Comma assignment )* fromClause?
      ( whereClause | WHERE CURRENT OF colId )? returning?
    ;

assignment
    : assignmentTarget Equal valueItem
    | LeftParen assignmentTarget ( Comma assignmentTarget )* RightParen Equal ( ROW? valuesRow | expr )
    ;

delete
    : DELETE FROM relation ( AS? colId )? ( USING tableReference ( Comma tableReference )* )?
      ( whereClause | WHERE CURRENT OF colId )? returning?
    ;

truncateStatement
    : TRUNCATE TABLE? relation ( Comma relation )* ( ( RESTART | CONTINUE ) IDENTITY )? dropBehavior?
    ;

copyStatement
    : COPY BINARY? ( qualifiedName columnList? | LeftParen preparableStatement RightParen ) ( FROM | TO )
      PROGRAM? ( StringLiteral | STDIN | STDOUT ) ( USING? DELIMITERS StringLiteral )?
      ( WITH? ( LeftParen option ( Comma option )* RightParen | copyOption+ ) )? whereClause?
    ;

copyOption
    : ( BINARY | FREEZE | CSV | HEADER )
    | ( DELIMITER | NULL | QUOTE | ESCAPE ) AS? StringLiteral
    | FORCE ( QUOTE | NOT NULL | NULL ) ( Star | colId ( Comma colId )* )
    | ENCODING StringLiteral
    ;

option : optionName optionValue? ;

optionName : nonReservedWord | ANALYZE | ANALYSE | NULL | DEFAULT ;

optionValue
    : ( Plus | Minus )? ( IntegerLiteral | NumericLiteral )
    | optionWord
    | Star
    | LeftParen optionWord ( Comma optionWord )* RightParen
    ;

optionWord : StringLiteral | TRUE | FALSE | ON | DEFAULT | nonReservedWord ;

// ---- schemas, tables, views -----------------------------------------------------------------------------------------------

createSchemaStatement
    : CREATE SCHEMA ( IF NOT EXISTS )? ( colId ( AUTHORIZATION roleName )? | AUTHORIZATION roleName ) schemaElement?
    ;

roleName : nonReservedWord | CURRENT_ROLE | CURRENT_USER | SESSION_USER ;

/** Objects created together with their schema: recognised, not modelled. */
schemaElement : ( CREATE | GRANT ) ( anything | Comma )+ ;

createTableStatement
    : CREATE tableKind TABLE ( IF NOT EXISTS )? qualifiedName LeftParen ( tableElement ( Comma tableElement )* )? RightParen
      ( INHERITS LeftParen qualifiedName ( Comma qualifiedName )* RightParen )? partitionBy? tableStorage* onCommit?
    ;

createTableAsStatement
    : CREATE tableKind TABLE ( IF NOT EXISTS )? qualifiedName columnList? tableStorage* onCommit? AS
      ( queryStatement | executeStatement ) ( WITH NO? DATA )?
    ;

createTableLikeStatement : CREATE tableKind TABLE ( IF NOT EXISTS )? qualifiedName LIKE qualifiedName ( WITH NO? DATA )? ;

/** Partitions and typed tables, not modelled. */
createTableOfStatement : CREATE tableKind TABLE ( IF NOT EXISTS )? qualifiedName PARTITION? OF ( anything | Comma )+ ;

tableKind : ( ( GLOBAL | LOCAL )? ( TEMPORARY | TEMP ) | UNLOGGED | COLUMN | ROW )? ;

partitionBy : PARTITION BY colId anything ;

tableStorage : USING colId | WITH LeftParen storageOption ( Comma storageOption )* RightParen | TABLESPACE colId ;

storageOption : colLabel ( Dot colLabel )? ( Equal optionValue )? ;

onCommit : ON COMMIT ( DROP | DELETE ROWS | PRESERVE ROWS ) ;

tableElement
    : columnDefinition
    | tableConstraint
    | LIKE qualifiedName ( ( INCLUDING | EXCLUDING ) colLabel )*
    ;

columnDefinition : colId typeName columnConstraint* ;

columnConstraint
    : ( CONSTRAINT colId )? columnConstraintBody constraintTiming*
    | COLLATE qualifiedName
    | ( STORAGE | COMPRESSION ) ( colId | DEFAULT )
    ;

columnConstraintBody
    : NOT NULL                                                                                       # notNullConstraint
    | NULL                                                                                           # nullConstraint
    | DEFAULT bexpr                                                                                  # defaultConstraint
    | PRIMARY KEY                                                                                    # keyConstraint
    | UNIQUE nullsDistinct?                                                                          # keyConstraint
    | CHECK LeftParen expr RightParen ( NO INHERIT )?                                                # checkConstraint
    | REFERENCES foreignKeyTarget                                                                    # referenceConstraint
    | GENERATED ( ALWAYS | BY DEFAULT ) AS IDENTITY ( LeftParen sequenceOption+ RightParen )?        # identityConstraint
    | GENERATED ALWAYS AS LeftParen expr RightParen STORED                                           # generatedConstraint
    ;

createSequenceStatement : CREATE ( TEMPORARY | TEMP | UNLOGGED )? SEQUENCE ( IF NOT EXISTS )? qualifiedName sequenceOption* ;

alterSequenceStatement : ALTER SEQUENCE ( IF EXISTS )? qualifiedName sequenceOption+ ;

/** A word, and what it needs: which words there are says SequenceStatements. */
sequenceOption
    : AS builtinType
    | NO colId
    | SEQUENCE NAME qualifiedName
    | colId BY qualifiedName
    | colId ( WITH | BY )? ( Plus | Minus )? IntegerLiteral
    | colId
    ;

constraintTiming : NOT? DEFERRABLE | NOT VALID | INITIALLY ( DEFERRED | IMMEDIATE ) ;

foreignKeyTarget
    : qualifiedName columnList? ( MATCH ( FULL | PARTIAL | SIMPLE ) )?
      ( ON ( DELETE | UPDATE ) ( NO ACTION | RESTRICT | CASCADE | SET ( NULL | DEFAULT ) columnList? ) )*
    ;

tableConstraint : ( CONSTRAINT colId )? tableConstraintBody constraintTiming* ;

tableConstraintBody
    : ( PRIMARY KEY | UNIQUE nullsDistinct? ) ( columnList ( INCLUDE columnList )? tableStorage* | USING INDEX colId )
    | EXCLUDE ( USING colId )? anything ( WHERE anything )?
    | CHECK LeftParen expr RightParen ( NO INHERIT )?
    | FOREIGN KEY columnList REFERENCES foreignKeyTarget
    ;

nullsDistinct : NULLS NOT? DISTINCT ;

createViewStatement
    : CREATE ( OR REPLACE )? ( TEMPORARY | TEMP )? RECURSIVE? VIEW qualifiedName columnList?
      ( WITH LeftParen storageOption ( Comma storageOption )* RightParen )? AS queryStatement
      ( WITH ( CASCADED | LOCAL )? CHECK OPTION )?
    ;

createIndexStatement
    : CREATE UNIQUE? INDEX CONCURRENTLY? ( ( IF NOT EXISTS )? colId )? ON relation ( USING colId )?
      LeftParen indexColumn ( Comma indexColumn )* RightParen ( INCLUDE columnList )? nullsDistinct? tableStorage* whereClause?
    ;

indexColumn : indexKey ( ASC | DESC )? ( NULLS ( FIRST | LAST ) )? ;

/** The operator class, and its options, are accepted and mean nothing here. */
indexKey
    : ( colId | tableFunction | LeftParen expr RightParen ) ( COLLATE qualifiedName )?
      ( qualifiedName ( LeftParen ( anything | Comma )* RightParen )? )?
    ;

alterTableStatement
    : ALTER ( TABLE | VIEW | INDEX ) ( IF EXISTS )? relation alterTableAction ( Comma alterTableAction )*
    ;

alterTableAction
    : ADD COLUMN? ( IF NOT EXISTS )? columnDefinition                                                # addColumn
    | ADD tableConstraint                                                                            # addConstraint
    | DROP CONSTRAINT ( IF EXISTS )? colId dropBehavior?                                             # dropConstraint
    | DROP COLUMN? ( IF EXISTS )? colId dropBehavior?                                                # dropColumn
    | RENAME TO colId                                                                                # renameTable
    | RENAME CONSTRAINT colId TO colId                                                               # otherAlter
    | RENAME COLUMN? colId TO colId                                                                  # renameColumn
    | SET SCHEMA colId                                                                               # setSchema
    | ALTER COLUMN? colId ( SET DATA )? TYPE typeName ( COLLATE qualifiedName )? ( USING expr )?     # alterColumnType
    | ALTER COLUMN? colId ( SET DEFAULT expr | DROP DEFAULT )                                        # alterColumnDefault
    | ALTER COLUMN? colId ( SET | DROP ) NOT NULL                                                    # alterColumnNullability
    | ALTER COLUMN? colId ADD GENERATED ( ALWAYS | BY DEFAULT ) AS IDENTITY ( LeftParen sequenceOption+ RightParen )?  # addIdentity
    | ALTER COLUMN? colId DROP IDENTITY ( IF EXISTS )?                                               # dropIdentity
    | ALTER COLUMN? ( colId | IntegerLiteral ) ( SET | ADD | RESET | RESTART | DROP ) anything*      # otherAlter
    | ALTER CONSTRAINT colId anything*                                                               # otherAlter
    | OWNER TO roleName                                                                              # changeOwner
    | tableSecurityAction                                                                            # changeSecurity
    | ( SET | RESET | ENABLE | DISABLE | CLUSTER | INHERIT | NO | REPLICA | OF | NOT | VALIDATE | FORCE | ATTACH | DETACH ) anything+  # otherAlter
    ;

anything : ~( Comma | LeftParen | RightParen ) | LeftParen ( anything | Comma )* RightParen ;

dropStatement
    : DROP ( SCHEMA | TABLE | VIEW | SEQUENCE | INDEX CONCURRENTLY? | ( VIRTUAL | FOREIGN ) TABLE | REMOTE SOURCE | SERVER | ADAPTER ) ( IF EXISTS )?
      qualifiedName ( Comma qualifiedName )* dropBehavior? ( WITH REMOTE )?
    ;

dropBehavior : CASCADE | RESTRICT ;

commentStatement
    : COMMENT ON ( ( VIRTUAL | FOREIGN )? TABLE | MATERIALIZED? VIEW | COLUMN | SCHEMA | INDEX | SEQUENCE | DATABASE | REMOTE SOURCE | ADAPTER )
      qualifiedName IS ( StringLiteral | NULL )
    ;

// ---- sessions -------------------------------------------------------------------------------------------------------------

transactionStatement
    : BEGIN ( WORK | TRANSACTION )? transactionModes?
    | START TRANSACTION transactionModes?
    | ( COMMIT | END ) ( WORK | TRANSACTION )? ( AND NO? CHAIN )?
    | ( ROLLBACK | ABORT ) ( WORK | TRANSACTION )? ( AND NO? CHAIN )?
    | SAVEPOINT colId
    | RELEASE SAVEPOINT? colId
    | ROLLBACK ( WORK | TRANSACTION )? TO SAVEPOINT? colId
    | PREPARE TRANSACTION StringLiteral
    | ( COMMIT | ROLLBACK ) PREPARED StringLiteral
    ;

transactionModes : transactionMode ( Comma? transactionMode )* ;

transactionMode
    : ISOLATION LEVEL ( READ UNCOMMITTED | READ COMMITTED | REPEATABLE READ | SERIALIZABLE )
    | READ ( ONLY | WRITE )
    | NOT? DEFERRABLE
    ;

setStatement
    : SET ( SESSION | LOCAL )? TRANSACTION transactionModes                                          # setTransaction
    | SET SESSION CHARACTERISTICS AS TRANSACTION transactionModes                                    # setTransaction
    | SET ( SESSION | LOCAL )? TIME ZONE ( DEFAULT | LOCAL | settingValue | INTERVAL StringLiteral intervalFields? )  # setTimeZone
    | SET ( SESSION | LOCAL )? ( NAMES ( settingValue | DEFAULT )? | SCHEMA settingValue | ROLE ( settingValue | DEFAULT ) )  # setSpecial
    | SET ( SESSION | LOCAL )? SESSION AUTHORIZATION ( settingValue | DEFAULT )                      # setSpecial
    | SET ( SESSION | LOCAL )? settingName ( TO | Equal ) ( DEFAULT | settingValue ( Comma settingValue )* )  # setSetting
    ;

settingName : colId ( Dot colId )* | StringLiteral ;

settingValue : ( Plus | Minus )? ( IntegerLiteral | NumericLiteral ) | StringLiteral | TRUE | FALSE | ON | nonReservedWord ;

showStatement : SHOW ( ALL | settingReference ) ;

resetStatement : RESET ( ALL | settingReference ) ;

settingReference : TIME ZONE | TRANSACTION ISOLATION LEVEL | SESSION AUTHORIZATION | settingName ;

discardStatement : DISCARD ( ALL | PLANS | SEQUENCES | TEMP | TEMPORARY ) ;

explainStatement
    : EXPLAIN ( LeftParen option ( Comma option )* RightParen | ( ANALYZE | ANALYSE )? VERBOSE? )
      ( preparableStatement | createTableAsStatement | executeStatement | declareCursorStatement )
    ;

prepareStatement : PREPARE colId ( LeftParen typeName ( Comma typeName )* RightParen )? AS preparableStatement ;

executeStatement : EXECUTE colId ( LeftParen exprList? RightParen )? ;

deallocateStatement : DEALLOCATE PREPARE? ( ALL | colId ) ;

declareCursorStatement : DECLARE colId cursorOption* CURSOR ( ( WITH | WITHOUT ) HOLD )? FOR queryStatement ;

cursorOption : BINARY | INSENSITIVE | ASENSITIVE | NO? SCROLL ;

fetchStatement : ( FETCH | MOVE ) fetchDirection? ( FROM | IN )? colId ;

fetchDirection
    : NEXT | PRIOR | FIRST | LAST | ALL
    | ( ABSOLUTE | RELATIVE )? signedInteger
    | ( FORWARD | BACKWARD ) ( signedInteger | ALL )?
    ;

signedInteger : ( Plus | Minus )? IntegerLiteral ;

closeCursorStatement : CLOSE ( ALL | colId ) ;

listenStatement : LISTEN colId ;

unlistenStatement : UNLISTEN ( Star | colId ) ;

notifyStatement : NOTIFY colId ( Comma StringLiteral )? ;

callStatement : CALL functionName LeftParen ( callValue ( Comma callValue )* )? RightParen ;

/** A value, or HANA's question mark where a procedure puts out a result: the lexer knows it as an operator. */
callValue : argument | Operator ;

/** What is between BEGIN and END is parsed by itself, as the text of a string is. */
createProcedureStatement
    : CREATE ( OR REPLACE )? PROCEDURE qualifiedName LeftParen ( procedureParameter ( Comma procedureParameter )* )? RightParen procedureWord*
      ( AS BEGIN bodyToken* END | BEGIN Identifier bodyToken* END | AS StringLiteral procedureWord* )
    ;

procedureParameter : IN? colId ( typeName | TABLE LeftParen procedureColumn ( Comma procedureColumn )* RightParen ) ( DEFAULT expr )? ;

procedureColumn : colId typeName ;

/** LANGUAGE name, [SQL] SECURITY DEFINER | INVOKER: the tree builder knows the words. */
procedureWord : Identifier | LANGUAGE | StringLiteral ;

bodyToken : . ;

dropProcedureStatement : DROP PROCEDURE ( IF EXISTS )? routineName ( Comma routineName )* dropBehavior? ;

routineName : qualifiedName ( LeftParen ( typeName ( Comma typeName )* )? RightParen )? ;

maintenanceStatement
    : VACUUM ( LeftParen option ( Comma option )* RightParen | FULL? FREEZE? VERBOSE? ( ANALYZE | ANALYSE )? ) maintenanceTables?
    | ( ANALYZE | ANALYSE ) ( LeftParen option ( Comma option )* RightParen | VERBOSE )? maintenanceTables?
    ;

maintenanceTables : qualifiedName columnList? ( Comma qualifiedName columnList? )* ;

checkpointStatement : CHECKPOINT ;

doStatement : DO doPart+ ;

doPart : StringLiteral | LANGUAGE nonReservedWord ;

lockStatement : LOCK TABLE? relation ( Comma relation )* ( IN lockMode MODE )? NOWAIT? ;

lockMode
    : ACCESS ( SHARE | EXCLUSIVE ) | ROW ( SHARE | EXCLUSIVE ) | SHARE ( UPDATE EXCLUSIVE | ROW EXCLUSIVE )? | EXCLUSIVE
    ;

// ---- remote sources and virtual tables ------------------------------------------------------------------------------------

createAdapterStatement : CREATE ADAPTER colId ( PROPERTIES StringLiteral )? AT LOCATION location ;

alterAdapterStatement
    : ALTER ADAPTER colId ( ( ADD | REMOVE ) LOCATION location | REFRESH AT LOCATION location | PROPERTIES StringLiteral )
    ;

location : INDEXSERVER | DPSERVER | AGENT GROUP? colId ;

createRemoteSourceStatement
    : CREATE REMOTE SOURCE ( IF NOT EXISTS )? name=colId ADAPTER adapter=colId ( AT LOCATION location )?
      ( CONFIGURATION FILE StringLiteral )? configuration credentialClause?
    ;

configuration : CONFIGURATION StringLiteral ;

/** PostgreSQL's spelling of a remote source. */
createServerStatement
    : CREATE SERVER ( IF NOT EXISTS )? name=colId ( TYPE StringLiteral )? FOREIGN DATA WRAPPER wrapper=colId foreignOptions?
    ;

credentialClause : WITH CREDENTIAL TYPE StringLiteral ( PSE colId )? ( USING StringLiteral )? ;

alterRemoteSourceStatement : ALTER REMOTE SOURCE colId alterRemoteSourceAction ;

alterRemoteSourceAction
    : ( ADAPTER colId )? ( AT LOCATION location )? ( CONFIGURATION FILE StringLiteral )? configuration?
      ( credentialClause | DROP CREDENTIAL TYPE StringLiteral )?                                     # reconfigure
    | SET PROPERTY property ( Comma property )*                                                      # setSourceProperties
    | UNSET PROPERTY ( ALL | StringLiteral ( Comma StringLiteral )* )                                # unsetSourceProperties
    | ( SUSPEND | RESUME ) ( CAPTURE | DISTRIBUTION )                                                # sourceCapture
    | ( REFRESH | CANCEL REFRESH | CLEAR ) OBJECTS                                                   # sourceObjects
    | START LATENCY MONITORING latencyTicket ( INTERVAL IntegerLiteral )?                            # startLatency
    | STOP LATENCY MONITORING latencyTicket                                                          # stopLatency
    | CLEAR LATENCY HISTORY latencyTicket?                                                           # clearLatency
    | OWNER TO roleName                                                                              # changeSourceOwner
    ;

latencyTicket : colId | StringLiteral ;

property : StringLiteral Equal StringLiteral ;

createVirtualTableStatement
    : CREATE VIRTUAL TABLE ( IF NOT EXISTS )? qualifiedName
      ( LeftParen virtualColumn ( Comma virtualColumn )* RightParen )? AT remoteObjectName virtualTableOption*
    ;

/** PostgreSQL's spelling of a virtual table with listed columns. */
createForeignTableStatement
    : CREATE FOREIGN TABLE ( IF NOT EXISTS )? qualifiedName LeftParen foreignColumn ( Comma foreignColumn )* RightParen SERVER colId foreignOptions?
    ;

foreignColumn : colId typeName foreignOptions? columnConstraint* ;

virtualColumn : columnDefinition ( WITH PROPERTY property ( Comma property )* )? ;

remoteObjectName : colId ( Dot colLabel )+ ;

virtualTableOption
    : REMOTE PROPERTY property ( Comma property )*
    | WITH PROPERTY property ( Comma property )*
    | WITH REMOTE
    ;

alterVirtualTableStatement : ALTER VIRTUAL TABLE qualifiedName alterVirtualTableAction ;

alterVirtualTableAction
    : ( ALTER COLUMN? colId )? SET PROPERTY property ( Comma property )*                             # setTableProperties
    | ( ALTER COLUMN? colId )? UNSET PROPERTY ( ALL | StringLiteral ( Comma StringLiteral )* )       # unsetTableProperties
    | REFRESH DEFINITION                                                                             # refreshDefinition
    | OWNER TO roleName                                                                              # changeTableOwner
    | tableSecurityAction                                                                            # changeTableSecurity
    | CANCEL? ADD ( NOT? SHARED )? SNAPSHOT? REPLICA ( NAME qualifiedName )? ASYNC?                  # addReplica
    | CANCEL? REFRESH SNAPSHOT? REPLICA ASYNC?                                                       # refreshReplica
    | ( ALTER | ENABLE | DISABLE | DROP ) REPLICA                                                    # replicaCommand
    ;

importForeignSchemaStatement
    : IMPORT FOREIGN SCHEMA remote=colId ( ( LIMIT TO | EXCEPT ) LeftParen qualifiedName ( Comma qualifiedName )* RightParen )?
      FROM SERVER source=colId INTO local=colId foreignOptions?
    ;

createRemoteSubscriptionStatement
    : CREATE REMOTE SUBSCRIPTION qualifiedName ( ON subscribed=qualifiedName | ( AS | USING ) LeftParen queryStatement RightParen )
      ( WITH RESTRICTED? SCHEMA CHANGES )? TARGET ( TABLE? target=qualifiedName changeColumn* ( INSERT | UPSERT )? | ( TASK | PROCEDURE ) ( program=qualifiedName givenArguments? procedureArguments? | AS StringLiteral ) )
    ;

givenArguments : LeftParen ( argument ( Comma argument )* )? RightParen ;

/** PROCEDURE PARAMETERS (…) */
procedureArguments : PROCEDURE Identifier givenArguments ;

changeColumn : CHANGE ( TYPE | TIME | SEQUENCE ) COLUMN colId ;

alterRemoteSubscriptionStatement : ALTER REMOTE SUBSCRIPTION qualifiedName ( QUEUE | DISTRIBUTE | RESET | RESYNC ( WHERE expr )? | OWNER TO roleName | subscribedRows alteredTarget? | alteredTarget ) ;

subscribedRows : ON qualifiedName | ( AS | USING ) LeftParen queryStatement RightParen ;

alteredTarget : TARGET TABLE? qualifiedName changeColumn* ( INSERT | UPSERT )? ;

dropRemoteSubscriptionStatement : DROP REMOTE SUBSCRIPTION ( IF EXISTS )? qualifiedName ( Comma qualifiedName )* dropBehavior? ;

processExceptionStatement
    : PROCESS REMOTE SUBSCRIPTION EXCEPTION IntegerLiteral ( RETRY | IGNORE )                        # processException
    | PROCESS REMOTE SUBSCRIPTION EXCEPTIONS ( WHERE expr )? ( RETRY | IGNORE | PURGE )              # processExceptions
    ;

createTaskStatement
    : CREATE REPLICATION TASK qualifiedName FROM source=qualifiedName TO target=qualifiedName MODE taskMode ( INITIAL LOAD ONLY | REALTIME ONLY )? ( WHERE expr )? taskPartitions?
    ;

/** RANGE ( bound, … ), RANGE PARTITIONS n, LIST ( ( value, … ), … ) */
taskPartitions
    : PARTITION BY RANGE LeftParen colId RightParen ( LeftParen exprList RightParen | Identifier IntegerLiteral )       # rangePartitions
    | PARTITION BY Identifier LeftParen colId RightParen LeftParen partitionValues ( Comma partitionValues )* RightParen  # listPartitions
    ;

partitionValues : LeftParen exprList RightParen ;

taskMode : REPLICATION | LOGICAL DELETE | PRESERVE ALL ;

createProcedureTaskStatement
    : CREATE TASK qualifiedName ( AS? PROCEDURE procedure=qualifiedName | ( LeftParen ( procedureParameter ( Comma procedureParameter )* )? RightParen )? AS StringLiteral )
    ;

startTaskStatement : START TASK qualifiedName ASYNC? givenArguments? procedureArguments? ;

cancelTaskStatement : CANCEL TASK execution=IntegerLiteral ( WAIT seconds=IntegerLiteral )? ;

dropTaskStatement : DROP REPLICATION? TASK ( IF EXISTS )? qualifiedName ( Comma qualifiedName )* dropBehavior? ;

foreignOptions : OPTIONS LeftParen foreignOption ( Comma foreignOption )* RightParen ;

foreignOption : colLabel StringLiteral ;

createStatisticsStatement : CREATE STATISTICS qualifiedName? ON qualifiedName columnList? statisticsWord* ;

alterStatisticsStatement : ALTER STATISTICS statisticsReference statisticsWord* ;

refreshStatisticsStatement : REFRESH STATISTICS statisticsReference statisticsWord* ;

dropStatisticsStatement : DROP STATISTICS ( IF EXISTS )? statisticsReference statisticsWord* ;

statisticsReference : ON qualifiedName columnList? | qualifiedName ( Comma qualifiedName )* ;

/** TYPE, properties and what to do, in HANA's words: which of them go together says StatisticsClauses. */
statisticsWord : nonReservedWord | ON | FOR | ALL | HAVING | CONSTRAINT | DEFAULT | IntegerLiteral | NumericLiteral | StringLiteral | Comma ;

// ---- accounts and privileges ----------------------------------------------------------------------------------------------

createRoleStatement : CREATE roleKind roleName roleWord* ;

roleKind : ROLE | USER | GROUP ;

/** LOGIN, PASSWORD, VALID UNTIL …: which of them go together says RoleClauses. */
roleWord : nonReservedWord | WITH | IN | USER | GROUP | LIMIT | NULL | IntegerLiteral | Minus | StringLiteral | Comma ;

alterRoleStatement
    : ALTER ( ROLE | USER ) roleName RENAME TO colId                                                 # renameRole
    | ALTER ( ROLE | USER ) ( roleName | ALL ) ( IN DATABASE colId )?
      SET settingName ( TO | Equal ) ( DEFAULT | settingValue ( Comma settingValue )* )              # setRoleSetting
    | ALTER ( ROLE | USER ) ( roleName | ALL ) ( IN DATABASE colId )? RESET ( ALL | settingName )    # resetRoleSetting
    | ALTER ( ROLE | USER ) roleName roleWord*                                                       # alterRoleOptions
    | ALTER GROUP roleName ( ADD | DROP ) USER roleName ( Comma roleName )*                          # alterGroup
    ;

dropRoleStatement : DROP roleKind ( IF EXISTS )? roleName ( Comma roleName )* dropBehavior? ;

grantStatement
    : GRANT grantedItem ( Comma grantedItem )* ( ON grantTarget )? TO grantee ( Comma grantee )* ( WITH ( GRANT | Identifier ) OPTION )? grantor?
    ;

revokeStatement
    : REVOKE ( ( GRANT | Identifier ) OPTION FOR )? grantedItem ( Comma grantedItem )* ( ON grantTarget )? FROM grantee ( Comma grantee )* grantor? dropBehavior?
    ;

/** A privilege of one word or several, or a role. */
grantedItem : grantedWord+ columnList? ;

grantedWord : nonReservedWord | TABLE | SELECT | CREATE | REFERENCES | ALL ;

grantee : GROUP? roleName ;

/** GRANTED BY role */
grantor : Identifier BY roleName ;

grantTarget
    : ( VIRTUAL? TABLE )? qualifiedName ( Comma qualifiedName )*                                     # tableTarget
    | ALL ( Identifier | SEQUENCES ) IN SCHEMA colId ( Comma colId )*                                # schemaContentTarget
    | SCHEMA colId ( Comma colId )*                                                                  # schemaTarget
    | ( REMOTE SOURCE | FOREIGN SERVER ) colId ( Comma colId )*                                      # sourceTarget
    | ALL REMOTE Identifier                                                                          # allSourcesTarget
    | DATABASE colId ( Comma colId )*                                                                # databaseTarget
    | SEQUENCE qualifiedName ( Comma qualifiedName )*                                                # sequenceTarget
    | PROCEDURE routineName ( Comma routineName )*                                                   # procedureTarget
    | TASK qualifiedName ( Comma qualifiedName )*                                                    # taskTarget
    | ( LANGUAGE | TABLESPACE | TYPE | FOREIGN DATA Identifier | Identifier+ ) ( anything | Comma )+  # otherTarget
    ;

reassignOwnedStatement : REASSIGN OWNED BY roleName ( Comma roleName )* TO roleName ;

dropOwnedStatement : DROP OWNED BY roleName ( Comma roleName )* dropBehavior? ;

alterSchemaStatement : ALTER SCHEMA colId ( OWNER TO roleName | RENAME TO colId ) ;

credentialStatement
    : ( CREATE | ALTER | DROP ) CREDENTIAL FOR ( USER roleName )? Identifier StringLiteral Identifier StringLiteral TYPE StringLiteral ( USING StringLiteral )?
    ;

userMappingStatement
    : ( CREATE | ALTER | DROP ) USER Identifier ( IF NOT? EXISTS )? FOR ( roleName | USER ) SERVER colId
      ( OPTIONS LeftParen mappingOption ( Comma mappingOption )* RightParen )?
    ;

mappingOption : ( ADD | SET )? colLabel StringLiteral | DROP colLabel ;

createPolicyStatement
    : CREATE POLICY colId ON qualifiedName ( AS Identifier )? ( FOR policyCommand )? ( TO grantee ( Comma grantee )* )? policyUsing? policyCheck?
    ;

alterPolicyStatement
    : ALTER POLICY colId ON qualifiedName ( RENAME TO colId | ( TO grantee ( Comma grantee )* )? policyUsing? policyCheck? )
    ;

dropPolicyStatement : DROP POLICY ( IF EXISTS )? colId ON qualifiedName dropBehavior? ;

policyCommand : ALL | SELECT | INSERT | UPDATE | DELETE ;

policyUsing : USING LeftParen expr RightParen ;

policyCheck : WITH CHECK LeftParen expr RightParen ;

tableSecurityAction
    : ( ENABLE | DISABLE | NO? FORCE ) ROW LEVEL Identifier                                          # rowSecurity
    | ( ADD | ALTER ) Identifier LeftParen maskItem ( Comma maskItem )* RightParen                   # setMasks
    | DROP Identifier LeftParen colId ( Comma colId )* RightParen                                    # dropMasks
    ;

maskItem : colId USING expr ;

// ---- keywords by what they may name ---------------------------------------------------------------------------------------

unreservedKeyword
    : ABORT | ABSOLUTE | ACCESS | ACTION | ADAPTER | ADD | AGENT | ALTER | ALWAYS | ASENSITIVE | ASYNC | AT | ATTACH
    | BACKWARD | BEGIN | BREADTH | BY | CALL | CANCEL | CAPTURE | CASCADE | CASCADED | CHAIN | CHANGE | CHANGES | CHARACTERISTICS
    | CHECKPOINT | CLEAR | CLOSE | CLUSTER | COMMENT | COMMIT | COMMITTED | COMPRESSION | CONFIGURATION | CONFLICT
    | CONTINUE | COPY | CREDENTIAL | CSV | CUBE | CURRENT | CURSOR | CYCLE | DATA | DATABASE | DAY | DEALLOCATE
    | DECLARE | DEFERRED | DEFINITION | DELETE | DELIMITER | DELIMITERS | DEPTH | DETACH | DISABLE | DISCARD | DISTRIBUTE
    | DISTRIBUTION | DOCUMENT | DOUBLE | DPSERVER | DROP | ENABLE | ENCODING | ESCAPE | EXCLUDE | EXCLUDING | EXCLUSIVE | EXECUTE
    | EXPLAIN | EXCEPTION | EXCEPTIONS | FILE | FILTER | FIRST | FOLLOWING | FORCE | FORWARD | GENERATED | GLOBAL | GROUPS | HEADER | HINT | HISTORY | HOLD
    | HOUR | IDENTITY | IF | IGNORE | IMMEDIATE | IMPORT | INCLUDE | INCLUDING | INDEX | INDEXSERVER | INHERIT | INHERITS | INITIAL
    | INSENSITIVE | INSERT | ISOLATION | KEY | LANGUAGE | LAST | LATENCY | LEVEL | LISTEN | LOAD | LOCAL | LOCATION | LOCK | LOCKED | LOGICAL
    | MATCH | MATERIALIZED | MERGE | MINUTE | MODE | MONITORING | MONTH | MOVE | NAME | NAMES | NEXT | NFC | NFD | NFKC | NFKD | NO
    | NORMALIZED | NOTHING | NOTIFY | NOWAIT | NULLS | OBJECTS | OF | OFF | OPERATOR | OPTION | OPTIONS | ORDINALITY
    | OTHERS | OVER | OVERRIDING | OWNED | OWNER | PARTIAL | PARTITION | PLANS | POLICY | PRECEDING | PREPARE | PREPARED | PRESERVE
    | PRIOR | PROCEDURE | PROCESS | PROGRAM | PROPERTIES | PROPERTY | PSE | PURGE | QUEUE | QUOTE | RANGE | READ | REALTIME | REASSIGN | RECURSIVE | REFRESH | RELATIVE | RELEASE
    | REMOTE | REMOVE | RENAME | REPEATABLE | REPLACE | REPLICA | REPLICATION | RESET | RESTART | RESTRICT | RESTRICTED | RESUME | RESYNC | RETRY | REVOKE | ROLE | ROLLBACK
    | ROLLUP | ROWS | SAVEPOINT | SCHEMA | SCROLL | SEARCH | SECOND | SEQUENCE | SEQUENCES | SERIALIZABLE | SERVER
    | SESSION | SET | SETS | SHARE | SHARED | SHOW | SIMPLE | SKIP_ | SNAPSHOT | SOURCE | START | STATISTICS | STDIN
    | STDOUT | STOP | STORAGE | STORED | SUBSCRIPTION | SUSPEND | SYSTEM | TABLESPACE | TARGET | TASK | TEMP | TEMPORARY | TIES | TOP | TRANSACTION | TRUNCATE
    | TYPE | UNBOUNDED | UNCOMMITTED | UNKNOWN | UNLISTEN | UNLOGGED | UNSET | UPDATE | UPSERT | VACUUM | VALID | VALIDATE
    | VALUE | VARYING | VIEW | VIRTUAL | WAIT | WITHIN | WITHOUT | WORK | WRAPPER | WRITE | YEAR | ZONE
    ;

colNameKeyword
    : BETWEEN | BIGINT | BIT | BOOLEAN | CHAR | CHARACTER | COALESCE | DEC | DECIMAL | EXISTS | EXTRACT | FLOAT | GREATEST
    | GROUPING | INT | INTEGER | INTERVAL | LEAST | NATIONAL | NCHAR | NONE | NORMALIZE | NULLIF | NUMERIC | OVERLAY
    | POSITION | PRECISION | REAL | ROW | SETOF | SMALLINT | SUBSTRING | TIME | TIMESTAMP | TREAT | TRIM | VALUES
    | VARCHAR | XMLCONCAT | XMLELEMENT | XMLEXISTS | XMLFOREST | XMLPARSE | XMLPI | XMLROOT | XMLSERIALIZE
    | XMLTABLE
    ;

typeFunctionKeyword
    : AUTHORIZATION | BINARY | COLLATION | CONCURRENTLY | CROSS | CURRENT_SCHEMA | FREEZE | FULL | ILIKE | INNER | IS
    | ISNULL | JOIN | LEFT | LIKE | NATURAL | NOTNULL | OUTER | OVERLAPS | RIGHT | SIMILAR | TABLESAMPLE | VERBOSE
    ;

reservedKeyword
    : ALL | ANALYSE | ANALYZE | AND | ANY | ARRAY | AS | ASC | ASYMMETRIC | BOTH | CASE | CAST | CHECK | COLLATE | COLUMN
    | CONSTRAINT | CREATE | CURRENT_CATALOG | CURRENT_DATE | CURRENT_ROLE | CURRENT_TIME | CURRENT_TIMESTAMP
    | CURRENT_USER | DEFAULT | DEFERRABLE | DESC | DISTINCT | DO | ELSE | END | EXCEPT | FALSE | FETCH | FOR | FOREIGN
    | FROM | GRANT | GROUP | HAVING | IN | INITIALLY | INTERSECT | INTO | LATERAL | LEADING | LIMIT | LOCALTIME
    | LOCALTIMESTAMP | NOT | NULL | OFFSET | ON | ONLY | OR | ORDER | PLACING | PRIMARY | REFERENCES | RETURNING
    | SELECT | SESSION_USER | SOME | SYMMETRIC | TABLE | THEN | TO | TRAILING | TRUE | UNION | UNIQUE | USER | USING
    | VARIADIC | WHEN | WHERE | WINDOW | WITH
    ;

/** The keywords that need no AS as a label, but for the operators (AND, IS …), which go on with the expression. */
bareKeyword
    : ALL | ANALYSE | ANALYZE | ANY | ASC | ASYMMETRIC | BOTH | CASE | CAST | CHECK | COLUMN | CONSTRAINT
    | CURRENT_CATALOG | CURRENT_DATE | CURRENT_ROLE | CURRENT_TIME | CURRENT_TIMESTAMP | CURRENT_USER | DEFAULT
    | DEFERRABLE | DESC | DISTINCT | DO | ELSE | END | FALSE | FOREIGN | INITIALLY | LATERAL | LEADING | LOCALTIME
    | LOCALTIMESTAMP | NULL | ONLY | PLACING | PRIMARY | REFERENCES | SELECT | SESSION_USER | SOME | SYMMETRIC | TABLE
    | THEN | TRAILING | TRUE | UNIQUE | USER | USING | VARIADIC | WHEN | AUTHORIZATION | BINARY | COLLATION
    | CONCURRENTLY | CROSS | CURRENT_SCHEMA | FREEZE | FULL | INNER | JOIN | LEFT | NATURAL | OUTER | RIGHT
    | TABLESAMPLE | VERBOSE | BIGINT | BIT | BOOLEAN | COALESCE | DEC | DECIMAL | EXISTS | EXTRACT | FLOAT | GREATEST
    | GROUPING | INT | INTEGER | INTERVAL | LEAST | NATIONAL | NCHAR | NONE | NORMALIZE | NULLIF | NUMERIC | OVERLAY
    | POSITION | REAL | ROW | SETOF | SMALLINT | SUBSTRING | TIME | TIMESTAMP | TREAT | TRIM | VALUES | VARCHAR
    | XMLCONCAT | XMLELEMENT | XMLEXISTS | XMLFOREST | XMLPARSE | XMLPI | XMLROOT | XMLSERIALIZE
    | XMLTABLE | ABORT
    | ABSOLUTE | ACCESS | ACTION | ADAPTER | ADD | AGENT | ALTER | ALWAYS | ASENSITIVE | ASYNC | ATTACH | BACKWARD
    | BEGIN | BREADTH | BY | CALL | CANCEL | CAPTURE | CASCADE | CASCADED | CHAIN | CHANGE | CHANGES | CHARACTERISTICS | CHECKPOINT | CLEAR
    | CLOSE | CLUSTER | COMMENT | COMMIT | COMMITTED | COMPRESSION | CONFIGURATION | CONFLICT | CONTINUE | COPY
    | CREDENTIAL | CSV | CUBE | CURRENT | CURSOR | CYCLE | DATA | DATABASE | DEALLOCATE | DECLARE | DEFERRED
    | DEFINITION | DELETE | DELIMITER | DELIMITERS | DEPTH | DETACH | DISABLE | DISCARD | DISTRIBUTE | DISTRIBUTION | DOCUMENT
    | DOUBLE | DPSERVER | DROP | ENABLE | ENCODING | EXCLUDE | EXCLUDING | EXCLUSIVE | EXECUTE | EXPLAIN | EXCEPTION | EXCEPTIONS | FILE | FIRST
    | FOLLOWING | FORCE | FORWARD | GENERATED | GLOBAL | GROUPS | HEADER | HINT | HISTORY | HOLD | IDENTITY | IF | IGNORE | IMMEDIATE
    | IMPORT | INCLUDE | INCLUDING | INDEX | INDEXSERVER | INHERIT | INHERITS | INITIAL | INSENSITIVE | INSERT | ISOLATION | KEY
    | LANGUAGE | LAST | LATENCY | LEVEL | LISTEN | LOAD | LOCAL | LOCATION | LOCK | LOCKED | LOGICAL | MATCH | MATERIALIZED | MERGE | MODE | MONITORING | MOVE
    | NAME | NAMES | NEXT | NFC | NFD | NFKC | NFKD | NO | NORMALIZED | NOTHING | NOTIFY | NOWAIT | NULLS | OBJECTS | OF
    | OFF | OPTION | OPTIONS | ORDINALITY | OTHERS | OVERRIDING | OWNED | OWNER | PARTIAL | PARTITION | PLANS | POLICY | PRECEDING
    | PREPARE | PREPARED | PRESERVE | PRIOR | PROCEDURE | PROCESS | PROGRAM | PROPERTIES | PROPERTY | PSE | PURGE | QUEUE | QUOTE | RANGE | READ | REALTIME | REASSIGN | RECURSIVE
    | REFRESH | RELATIVE | RELEASE | REMOTE | REMOVE | RENAME | REPEATABLE | REPLACE | REPLICA | REPLICATION | RESET | RESTART
    | RESTRICT | RESTRICTED | RESUME | RESYNC | RETRY | REVOKE | ROLE | ROLLBACK | ROLLUP | ROWS | SAVEPOINT | SCHEMA | SCROLL | SEARCH | SEQUENCE | SEQUENCES
    | SERIALIZABLE | SERVER | SESSION | SET | SETS | SHARE | SHARED | SHOW | SIMPLE | SKIP_ | SNAPSHOT | SOURCE | START
    | STATISTICS | STDIN | STDOUT | STOP | STORAGE | STORED | SUBSCRIPTION | SUSPEND | SYSTEM | TABLESPACE | TARGET | TASK | TEMP | TEMPORARY | TIES | TOP
    | TRANSACTION | TRUNCATE | TYPE | UNBOUNDED | UNCOMMITTED | UNKNOWN | UNLISTEN | UNLOGGED | UNSET | UPDATE | UPSERT | VACUUM
    | VALID | VALIDATE | VALUE | VIEW | VIRTUAL | WAIT | WORK | WRAPPER | WRITE | ZONE
    ;
