{#- Closed rows of one stored model that belong to an account's former id go to the account. Some engines give names in capitals. -#}
{% macro move_weeks(relation, ids) -%}
    {%- set names = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
    {%- for name in names
        if name == 'subject_id' or (name.endswith('account_id') and name != 'product_account_id')
    -%}
        {%- set changes = {name: 'moved.account_id'} -%}
        {%- if name == 'account_id' and 'account_hash' in names -%}
            {%- do changes.update({'account_hash': 'moved.account_hash'}) -%}
        {%- elif name == 'subject_id' and 'told_as' in names -%}
            {%- do changes.update({'told_as': 'coalesce(stored_rows.told_as, moved.former_account_id)'}) -%}
        {%- endif -%}
        {%- do run_and_commit(update_from(
            relation, ids, changes,
            'stored_rows.' ~ name ~ ' = moved.former_account_id and stored_rows.snapshot_week < moved.open_from',
        )) -%}
    {%- endfor -%}
    {%- if 'account_hash' in names and 'account_id' not in names -%}
        {%- do run_and_commit(update_from(
            relation, ids, {'account_hash': 'moved.account_hash'},
            'stored_rows.account_hash = moved.former_account_hash and stored_rows.snapshot_week < moved.open_from',
        )) -%}
    {%- endif -%}
{%- endmacro %}
