{% macro months_after(timestamp, months) -%}
    {{ return(adapter.dispatch('months_after', 'bellwether')(timestamp, months)) }}
{%- endmacro %}

{% macro default__months_after(timestamp, months) -%}
    case
        when extract(day from {{ timestamp }} + interval '1 day') = 1
            then {{ timestamp }} + interval '1 day'
                + interval '1 month' * cast({{ months }} as integer) - interval '1 day'
        else {{ timestamp }} + interval '1 month' * cast({{ months }} as integer)
    end
{%- endmacro %}
