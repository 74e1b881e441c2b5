export class ExplorerView{}; export default {render(){}}
