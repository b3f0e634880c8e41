"""networkx: graphs: shortest paths, components, flow, cliques"""

import networkx as nx

graph = nx.Graph()
graph.add_weighted_edges_from([("a", "b", 3), ("b", "c", 1), ("a", "c", 7), ("d", "e", 1)])
print(nx.shortest_path(graph, "a", "c", weight="weight"), sorted(map(sorted, nx.connected_components(graph))))
print(
    nx.shortest_path_length(nx.grid_2d_graph(5, 5), (0, 0), (4, 4)),
    sorted(map(sorted, nx.find_cliques(graph))),
)
flow = nx.DiGraph()
flow.add_edge("s", "t", capacity=2)
flow.add_edge("s", "m", capacity=1)
flow.add_edge("m", "t", capacity=5)
print(nx.maximum_flow_value(flow, "s", "t"), list(nx.topological_sort(flow)))
