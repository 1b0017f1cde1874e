/** The fields of syntax nodes that are read here; each kind of node has some of them. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly computed: boolean;
  readonly argument: Syntax;
  readonly body: Syntax;
  readonly declarations: readonly Syntax[];
  readonly elements: readonly Syntax[];
  readonly expression: Syntax;
  readonly id: Syntax;
  readonly init: Syntax;
  readonly key: Syntax;
  readonly left: Syntax;
  readonly local: Syntax;
  readonly object: Syntax;
  readonly param: Syntax;
  readonly params: readonly Syntax[];
  readonly properties: readonly Syntax[];
  readonly property: Syntax;
  readonly returnType: Syntax;
  readonly right: Syntax;
  readonly specifiers: readonly Syntax[];
  readonly superClass: Syntax;
  readonly typeAnnotation: Syntax;
  readonly typeArguments: Syntax;
  readonly typeName: Syntax;
  readonly value: Syntax;
}
